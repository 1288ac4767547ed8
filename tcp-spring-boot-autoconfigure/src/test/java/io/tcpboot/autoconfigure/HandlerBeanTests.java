package io.tcpboot.autoconfigure;

import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ways in which Spring makes, keeps and proxies beans, and what handlers make of
 * them. No port is opened where the start fails.
 */
class HandlerBeanTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenMethodIsTransactionalItRunsInATransaction() {
		this.contextRunner.withUserConfiguration(Transactions.class)
			.withBean("server", Booking.class)
			.run((context) -> {
				assertThat(Peers.answerToHello(context, "server")).isEqualTo("in a transaction");
				assertThat(context.getBean(Transactions.CountingManager.class).committed).isOne();
			});
	}

	@Test
	void whenBeanIsValidatedBadInputGoesToOnError() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean("server", Checking.class)
			.run((context) -> assertThat(Peers.answerToHello(context, "server"))
				.isEqualTo("data.text: size must be between 0 and 3"));
	}

	@Test
	void whenBeanIsLazyItIsAServerNevertheless() {
		this.contextRunner.withUserConfiguration(LazyBean.class)
			.run((context) -> assertThat(Peers.answerToHello(context, "server")).isEqualTo("hello"));
	}

	@Test
	void whenScopedProxyFindsAnObjectEachCallGoesToIt() {
		this.contextRunner.withUserConfiguration(ThreadScoped.class).run((context) -> {
			assertThat(context.getBean(TcpServers.class).names()).containsExactly("server");
			assertThat(Peers.answerToHello(context, "server")).isEqualTo("hello");
		});
	}

	@Test
	void whenBeanIsAPrototypeTheStartFails() {
		assertScopeMistake(
				this.contextRunner.withBean("each", Echo.class, Echo::new, (bean) -> bean.setScope("prototype")),
				"prototype");
	}

	@Test
	void whenBeanIsAPrototypeBehindAProxyTheStartFails() {
		assertScopeMistake(this.contextRunner.withUserConfiguration(ProxiedPrototype.class), "prototype");
	}

	@Test
	void whenBeanIsOfARequestTheStartFails() {
		assertScopeMistake(
				this.contextRunner.withBean("each", Echo.class, Echo::new, (bean) -> bean.setScope("request")),
				"request");
	}

	@Test
	void whenBeanIsOfASessionBehindAProxyTheStartFails() {
		assertScopeMistake(this.contextRunner.withUserConfiguration(ProxiedSession.class), "session");
	}

	@Test
	void whenHandlersBelongToNoServerTheStartFails() {
		assertMistake(this.contextRunner.withBean("forgotten", Forgotten.class),
				"The @OnData method data of bean 'forgotten' would never be called: the bean is neither a TCP server nor a "
						+ "TCP client.",
				"Annotate its class, or its @Bean method, with @TcpServer or @TcpClient; or remove @OnData.");
	}

	private static void assertScopeMistake(ApplicationContextRunner contextRunner, String scope) {
		assertMistake(contextRunner,
				"The bean 'each' has the scope '" + scope
						+ "', but one object has to serve all sockets, whatever request, session or thread there is.",
				"Remove its scope, and keep what belongs to one socket in the socket's data.");
	}

	private static void assertMistake(ApplicationContextRunner contextRunner, String description, String action) {
		contextRunner.run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new InvalidTcpServerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description);
			assertThat(analysis.getAction()).isEqualTo(action);
		});
	}

	@TcpServer(port = 0)
	static class Booking {

		@OnData
		@Transactional
		String data(String text) {
			return (TransactionSynchronizationManager.isActualTransactionActive()) ? "in a transaction" : "in none";
		}

	}

	@TcpServer(port = 0)
	@Validated
	static class Checking {

		@OnData
		void data(@Size(max = 3) String text) {
		}

		@OnError
		String error(Throwable failure) {
			return ((ConstraintViolationException) failure).getMessage();
		}

	}

	static class Forgotten {

		@OnData
		void data() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement(proxyTargetClass = true)
	static class Transactions {

		@Bean
		CountingManager transactionManager() {
			return new CountingManager();
		}

		static class CountingManager extends AbstractPlatformTransactionManager {

			private static final long serialVersionUID = 1L;

			private volatile int committed;

			@Override
			protected Object doGetTransaction() {
				return this;
			}

			@Override
			protected void doBegin(Object transaction, TransactionDefinition definition) {
			}

			@Override
			protected void doCommit(DefaultTransactionStatus status) {
				this.committed++;
			}

			@Override
			protected void doRollback(DefaultTransactionStatus status) {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		@TcpServer(port = 0)
		Echo server() {
			return new Echo();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThreadScoped {

		@Bean
		static CustomScopeConfigurer threadScope() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Echo server() {
			return new Echo();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiedPrototype {

		@Bean
		@Scope(scopeName = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.TARGET_CLASS)
		Echo each() {
			return new Echo();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiedSession {

		@Bean
		@Scope(scopeName = "session", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Echo each() {
			return new Echo();
		}

	}

}
