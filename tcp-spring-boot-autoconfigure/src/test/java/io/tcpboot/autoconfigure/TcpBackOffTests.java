package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the auto-configuration does its work, and when it does not.
 */
class TcpBackOffTests {

	private static final AutoConfigurations TCP = AutoConfigurations.of(TcpAutoConfiguration.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(TCP)
		.withBean(Echo.class);

	@Test
	void whenTcpIsDisabledThereIsNothingOfIt() {
		this.contextRunner.withPropertyValues("tcp.enabled=false")
			.run((context) -> assertThat(context.getBeanDefinitionNames())
				.filteredOn((name) -> name.startsWith("tcp") || name.startsWith("io.tcpboot.server"))
				.isEmpty());
	}

	@Test
	void whenTcpIsDisabledMistakesInItsPropertiesDoNoHarm() {
		this.contextRunner.withPropertyValues("tcp.enabled=false", "tcp.servers.nobody.port=-5")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenThereAreNoSslBundlesAServerWithoutTlsNeedsNone() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(SslBundles.class);
			assertAnswers(context);
		});
	}

	@Test
	void whenThereAreSslBundlesAServerWithoutTlsDoesNotMind() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.run(TcpBackOffTests::assertAnswers);
	}

	@Test
	void whenParentHasTheEventLoopTheChildUsesIt() {
		new ApplicationContextRunner().withBean(TcpEventLoop.class, TcpEventLoop::create)
			.run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
				assertThat(context.getBean(TcpEventLoop.class)).isSameAs(parent.getBean(TcpEventLoop.class));
				assertAnswers(context);
			}));
	}

	@Test
	void whenContextIsAServletOneServersStart() {
		assertAnswers(new WebApplicationContextRunner());
	}

	@Test
	void whenContextIsAReactiveOneServersStart() {
		assertAnswers(new ReactiveWebApplicationContextRunner());
	}

	private static void assertAnswers(AbstractApplicationContextRunner<?, ?, ?> runner) {
		runner.withConfiguration(TCP).withBean(Echo.class).run(TcpBackOffTests::assertAnswers);
	}

	private static void assertAnswers(ApplicationContext context) {
		String port = context.getEnvironment().getRequiredProperty("local.tcp.echo.port");
		try (TcpTestPeer peer = TcpTestPeer.connect(Integer.parseInt(port))) {
			peer.send("hello").expect("hello");
		}
		assertThat(context.getBean(TcpServers.class).names()).containsExactly("echo");
	}

}
