package io.tcpboot.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.Test;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TcpAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenBeanIsAnnotatedItIsAServer() {
		this.contextRunner.withBean(Echo.class)
			.run((context) -> assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello"));
	}

	@Test
	void whenBeanMethodIsAnnotatedItsBeanIsAServer() {
		this.contextRunner.withUserConfiguration(BeanMethod.class)
			.run((context) -> assertThat(Peers.answerToHello(context, "greeter")).isEqualTo("greetings"));
	}

	@Test
	void whenInitializationIsLazyServersStartNevertheless() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Echo.class)
			.run((context) -> assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello"));
	}

	@Test
	void whenBeanIsProxiedItIsCalledThroughTheProxy() {
		this.contextRunner.withUserConfiguration(Proxying.class).withBean(Echo.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(Echo.class))).isTrue();
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
		});
	}

	@Test
	void whenBeansHaveTheSameServerTheyAreCalledInTheirOrder() {
		this.contextRunner.withBean(Greeting.class).withBean(Welcome.class).withBean(Echo.class).run((context) -> {
			assertThat(context.getBean(TcpServers.class).names()).containsExactly("echo");
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("welcome,to echo:hello");
		});
	}

	@Test
	void whenClassIsNestedTheLastPartOfTheBeansNameIsTheServersName() {
		this.contextRunner.withBean("com.example.Outer$MyEcho", Echo.class)
			.run((context) -> assertThat(context.getBean(TcpServers.class).names()).containsExactly("myEcho"));
	}

	@Test
	void whenServerIsUnknownTheKnownOnesAreListed() {
		this.contextRunner.withBean(Echo.class)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(TcpServers.class).listener("ecko"))
				.withMessage("TCP server: 'ecko' (expected: one of [echo])"));
	}

	@Test
	void whenThereIsNoServerTheEventLoopIsNotCreated() {
		this.contextRunner
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("tcpEventLoop")).isFalse());
	}

	@Test
	void whenThereIsAnEventLoopItIsUsed() {
		this.contextRunner.withUserConfiguration(OwnEventLoop.class).run((context) -> {
			assertThat(context).hasSingleBean(TcpEventLoop.class).hasBean("ownEventLoop");
			assertThat(Peers.answerToHello(context, "thread")).startsWith("own-loop");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethod {

		@Bean
		@TcpServer(port = 0)
		Greeter greeter() {
			return new Greeter("greetings");
		}

	}

	record Greeter(String text) {

		@OnData
		String data() {
			return this.text;
		}

	}

	@TcpServer(name = "echo")
	@Order(2)
	static class Greeting {

		@OnOpen
		void open(TcpSocket<?> socket) {
			socket.send("to echo:");
		}

	}

	@TcpServer(name = "echo")
	@Order(1)
	static class Welcome {

		@OnOpen
		void open(TcpSocket<?> socket) {
			socket.send("welcome,");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxying {

		@Bean
		AtomicInteger calls() {
			return new AtomicInteger();
		}

		@Bean
		DefaultPointcutAdvisor advisor(AtomicInteger calls) {
			NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
			pointcut.setMappedName("data");
			MethodBeforeAdvice advice = (method, arguments, bean) -> calls.incrementAndGet();
			return new DefaultPointcutAdvisor(pointcut, advice);
		}

		@Bean
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnEventLoop {

		@Bean
		TcpEventLoop ownEventLoop() {
			return TcpEventLoop.builder().name("own-loop").threads(1).build();
		}

		@Bean
		@TcpServer(port = 0)
		ThreadName thread() {
			return new ThreadName();
		}

	}

	static class ThreadName {

		@OnData
		String data() {
			return Thread.currentThread().getName();
		}

	}

}
