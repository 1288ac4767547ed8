package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.handler.SocketKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When sockets are kept, and when they are not.
 */
class TcpDevToolsAutoConfigurationTests {

	private final ApplicationContextRunner notReloaded = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpDevToolsAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.notReloaded
		.withClassLoader(ReloadedApplication.loader());

	@Test
	void whenDevToolsIsThereSocketsAreKept() {
		this.contextRunner
			.run((context) -> assertThat(context).getBean(SocketKeeper.class).isInstanceOf(RestartKeeper.class));
	}

	@Test
	void whenDevToolsDoesNotReloadTheApplicationEachContextHasAnEventLoopOfItsOwn() {
		this.notReloaded.run((first) -> this.notReloaded.run((second) -> {
			assertThat(first).getBean(SocketKeeper.class).isSameAs(SocketKeeper.NONE);
			assertThat(second.getBean(TcpEventLoop.class)).isNotSameAs(first.getBean(TcpEventLoop.class));
		}));
	}

	@Test
	void whenDevToolsIsNotThereNothingIsActive() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.boot.devtools"))
			.run((context) -> assertThat(context).doesNotHaveBean(SocketKeeper.class)
				.hasSingleBean(TcpEventLoop.class));
	}

	@Test
	void whenTcpIsOffNothingIsActive() {
		this.contextRunner.withPropertyValues("tcp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SocketKeeper.class));
	}

	@Test
	void whenConnectionsAreNotToBeKeptTheyAreNot() {
		this.contextRunner.withPropertyValues("tcp.devtools.keep-connections=false")
			.run((context) -> assertThat(context).getBean(SocketKeeper.class).isSameAs(SocketKeeper.NONE));
	}

	@Test
	void whenTheEventLoopIsTheApplicationsSocketsAreNotKept() {
		this.contextRunner.withBean(TcpEventLoop.class, TcpEventLoop::create)
			.run((context) -> assertThat(context).getBean(SocketKeeper.class).isSameAs(SocketKeeper.NONE));
	}

	@Test
	void whenTheEventLoopIsThatOfTheParentSoIsTheKeeper() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent)
			.run((context) -> assertThat(context.getBean(SocketKeeper.class))
				.isSameAs(parent.getBean(SocketKeeper.class))));
	}

	@Test
	void whenApplicationSeesAnotherEngineSocketsAreNotKept() {
		assertThat(Placement.isGood(getClass().getClassLoader())).isTrue();
		assertThat(Placement.isGood(new RestartClassLoader())).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/work/tcp-core/target/classes/", "/work/tcp-spring-boot-autoconfigure/bin/main/",
			"/work/tcp-core/out/production/classes/", "/work/tcp-spring-boot-starter/build/resources/main/" })
	void ourFoldersAreNotReloaded(String url) throws IOException {
		assertThat(url).containsPattern(exclusion());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/work/my-tcp-core/target/classes/", "/work/sample-app/target/classes/" })
	void othersAre(String url) throws IOException {
		assertThat(url).doesNotContainPattern(exclusion());
	}

	private String exclusion() throws IOException {
		Properties properties = new Properties();
		try (InputStream in = getClass().getResourceAsStream("/META-INF/spring-devtools.properties")) {
			properties.load(in);
		}
		return properties.getProperty("restart.exclude.tcp");
	}

	/**
	 * Has the engine as well, as that of DevTools has it if it is not told otherwise.
	 */
	private static final class RestartClassLoader extends ClassLoader {

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			try (InputStream in = TcpEventLoop.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
				if (in == null || !name.startsWith("io.tcpboot.")) {
					return TcpEventLoop.class.getClassLoader().loadClass(name);
				}
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
