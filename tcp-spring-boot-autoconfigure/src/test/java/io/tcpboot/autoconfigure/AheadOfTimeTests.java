package io.tcpboot.autoconfigure;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpConnectException;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnDrain;
import io.tcpboot.annotation.OnEnd;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnHandshake;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.OnTimeout;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.test.TcpTestServer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring makes ahead of time, of servers and clients.
 */
class AheadOfTimeTests {

	private static final List<Class<? extends Annotation>> EVENTS = List.of(OnOpen.class, OnHandshake.class,
			OnData.class, OnDrain.class, OnEnd.class, OnClose.class, OnError.class, OnTimeout.class,
			OnConnectError.class, OnReload.class, OnShutdown.class);

	private final TestGenerationContext generation = new TestGenerationContext();

	@Test
	void whenABeanHasHandlersEachMayBeInvokedInANativeImage() {
		process(AllEvents.class);
		RuntimeHints hints = this.generation.getRuntimeHints();
		assertThat(EVENTS).allSatisfy((event) -> assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(handler(AllEvents.class, event)))
			.accepts(hints));
	}

	/**
	 * In a class loader of its own, where the generated classes and ours are of one
	 * package.
	 */
	@Test
	@CompileWithForkedClassLoader
	void whenServersAndClientsAreBeansOfAnyKindTheyAnswer() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			run(Beans.class, (context) -> {
				assertThat(Peers.answerToHello(context, "component")).isEqualTo("hello");
				assertThat(Peers.answerToHello(context, "bean")).isEqualTo("hello");
				assertThat(Peers.answerToHello(context, "annotated-method")).isEqualTo("hello");
				assertThat(Peers.answerToHello(context, "lazy")).isEqualTo("hello");
				server.accept().expect("hello");
			}, "tcp.clients.greeter.port=" + server.port());
		}
	}

	private ClassName process(Class<?> configuration) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(configuration, SslAutoConfiguration.class, TcpAutoConfiguration.class,
					TcpClientAutoConfiguration.class);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
			this.generation.writeGeneratedContent();
			return initializer;
		}
	}

	@SuppressWarnings("unchecked")
	private void run(Class<?> configuration, Consumer<GenericApplicationContext> test, String... properties) {
		ClassName initializer = process(configuration);
		TestCompiler.forSystem().with(this.generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(properties).applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName())
					.initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

	private static Method handler(Class<?> type, Class<? extends Annotation> event) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> MergedAnnotations.from(method).isPresent(event))
			.findFirst()
			.orElseThrow();
	}

	@TcpServer(port = 0)
	static class AllEvents {

		@OnOpen
		void open() {
		}

		@OnHandshake
		void handshake() {
		}

		@OnData
		void data(byte[] bytes) {
		}

		@OnDrain
		void drain() {
		}

		@OnEnd
		void end() {
		}

		@OnClose
		void close(CloseReason reason) {
		}

		@OnError
		void error(Throwable failure) {
		}

		@OnTimeout
		void timeout() {
		}

		@OnConnectError
		void connectError(TcpConnectException failure) {
		}

		@OnReload
		void reload() {
		}

		@OnShutdown
		void shutdown() {
		}

	}

	@TcpServer(name = "component", port = 0)
	static class Component {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

	@TcpServer(name = "bean", port = 0)
	static class OfMethod extends Component {

	}

	static class Plain {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

	@Lazy
	@TcpServer(name = "lazy", port = 0)
	static class LazyOne extends Component {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Component.class, LazyOne.class, Greeter.class })
	static class Beans {

		@Bean
		OfMethod ofMethod() {
			return new OfMethod();
		}

		@Bean
		@TcpServer(name = "annotated-method", port = 0)
		Plain plain() {
			return new Plain();
		}

	}

	@TcpClient(name = "greeter", host = "localhost")
	static class Greeter {

		@OnOpen
		String open() {
			return "hello";
		}

		@OnData
		void data(byte[] bytes) {
		}

	}

}
