package io.tcpboot.handler;

import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.annotation.OnData;
import org.junit.jupiter.api.Test;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;

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

	private Object proxy(Object target, boolean targetClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(targetClass);
		factory.addAdvice((MethodBeforeAdvice) (method, arguments, bean) -> this.advised.incrementAndGet());
		return factory.getProxy();
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

}
