package io.tcpboot.handler;

import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.annotation.OnData;
import org.junit.jupiter.api.Test;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProxiedBeanTests {

	private final AtomicInteger advised = new AtomicInteger();

	@Test
	void whenClassIsProxiedPackagePrivateMethodsAreCalledThroughTheProxy() throws Exception {
		try (TestServer server = TestServer.of(proxy(new PackagePrivate("prefix "), true))) {
			assertThat(server.answerTo("hello")).isEqualTo("prefix hello");
			assertThat(this.advised).hasValue(1);
		}
	}

	@Test
	void whenInterfaceIsProxiedItsMethodsAreCalledThroughTheProxy() throws Exception {
		try (TestServer server = TestServer.of(proxy(new Implementation(), false))) {
			assertThat(server.answerTo("hello")).isEqualTo("implemented");
			assertThat(this.advised).hasValue(1);
		}
	}

	@Test
	void whenNothingIsProxiedAPrivateMethodWillDo() throws Exception {
		try (TestServer server = TestServer.of(new Private())) {
			assertThat(server.answerTo("hello")).isEqualTo("private");
		}
	}

	@Test
	void whenMethodOfProxiedClassIsPrivateTheStartFails() {
		assertMistake(proxy(new Private(), true),
				"The @OnData method data() of bean 'private' is private, so a call would go past the bean's proxy.",
				"Remove private; package-private is enough.");
	}

	@Test
	void whenMethodOfProxiedClassIsFinalTheStartFails() {
		assertMistake(proxy(new Final(), true),
				"The @OnData method data() of bean 'final' is final, so a call would go past the bean's proxy.",
				"Remove final; package-private is enough.");
	}

	@Test
	void whenMethodIsNotOfTheProxiedInterfaceTheStartFails() {
		assertMistake(proxy(new Unrelated(), false),
				"The @OnData method data() of bean 'unrelated' cannot be called: the bean's proxy has only the methods of "
						+ "its interfaces.",
				"Declare the method in one of the interfaces, or have the class proxied, as "
						+ "spring.aop.proxy-target-class=true does.");
	}

	private Object proxy(Object target, boolean targetClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(targetClass);
		factory.addAdvice((MethodBeforeAdvice) (method, arguments, bean) -> this.advised.incrementAndGet());
		return factory.getProxy();
	}

	private static void assertMistake(Object bean, String description, String action) {
		assertThatExceptionOfType(InvalidTcpServerException.class).isThrownBy(() -> TestServer.of(bean))
			.satisfies((ex) -> {
				assertThat(ex.description()).isEqualTo(description);
				assertThat(ex.action()).isEqualTo(action);
			});
	}

	static class PackagePrivate {

		private final String prefix;

		PackagePrivate(String prefix) {
			this.prefix = prefix;
		}

		@OnData
		String data(String text) {
			return this.prefix + text;
		}

	}

	static class Private {

		@OnData
		private String data() {
			return "private";
		}

	}

	static class Final {

		@OnData
		final String data() {
			return "final";
		}

	}

	interface Contract {

		String data();

	}

	static class Implementation implements Contract {

		@Override
		@OnData
		public String data() {
			return "implemented";
		}

	}

	static class Unrelated implements Runnable {

		@Override
		public void run() {
		}

		@OnData
		public String data() {
			return "unrelated";
		}

	}

}
