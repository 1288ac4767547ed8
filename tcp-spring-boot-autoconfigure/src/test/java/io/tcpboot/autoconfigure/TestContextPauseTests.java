package io.tcpboot.autoconfigure;

import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring's tests pause a cached context while another one is in use. A server that was
 * paused would have another port afterwards.
 */
class TestContextPauseTests {

	@Test
	void whenTestContextIsPausedItsServersGoOn() throws Exception {
		First first = run(First.class);
		run(Second.class);
		assertThat(first.pauseable.isRunning()).as("what can be paused is running").isFalse();
		try (TcpTestPeer peer = TcpTestPeer.connect(first.port)) {
			peer.send("hello").expect("hello");
		}
	}

	private static <T> T run(Class<T> testClass) throws Exception {
		TestContextManager manager = new TestContextManager(testClass);
		manager.beforeTestClass();
		T test = testClass.getDeclaredConstructor().newInstance();
		manager.prepareTestInstance(test);
		manager.afterTestClass();
		return test;
	}

	@ContextConfiguration
	@ImportAutoConfiguration(TcpAutoConfiguration.class)
	static class First {

		@LocalTcpPort("echo")
		private int port;

		@Autowired
		private Pauseable pauseable;

		@Configuration(proxyBeanMethods = false)
		@Import(Echo.class)
		static class Beans {

			@Bean
			Pauseable pauseable() {
				return new Pauseable();
			}

		}

	}

	@ContextConfiguration
	static class Second {

		@Configuration(proxyBeanMethods = false)
		static class NoBeans {

		}

	}

	static class Pauseable implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
