package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.transport.Transport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EventLoopPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenTransportIsSetItIsUsed() {
		this.contextRunner.withPropertyValues("tcp.event-loop.transport=nio")
			.run((context) -> assertThat(context.getBean(TcpEventLoop.class).transport().kind())
				.isEqualTo(Transport.Kind.NIO));
	}

	@Test
	void whenThreadsAreSetThereAreAsMany() {
		this.contextRunner.withPropertyValues("tcp.event-loop.threads=3")
			.run((context) -> assertThat(context.getBean(TcpEventLoop.class)).extracting("group")
				.asInstanceOf(InstanceOfAssertFactories.ITERABLE)
				.hasSize(3));
	}

	@Test
	void whenThreadsAreWrongTheKeyIsNamed() {
		this.contextRunner.withBean(Echo.class)
			.withPropertyValues("tcp.event-loop.threads=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage("Property tcp.event-loop.threads with value '0' is invalid: threads: 0 (expected: >= 1)"));
	}

	@Test
	void whenBlockedThresholdIsSetItIsThatOfTheEventLoop() {
		this.contextRunner.withBean(Echo.class)
			.withPropertyValues("tcp.event-loop.blocked-threshold=1ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage("Property tcp.event-loop.blocked-threshold with value 'PT0.001S' is invalid: "
						+ "blockedThreshold: PT0.001S (expected: 0 or >= PT0.01S)"));
	}

	@Test
	void whenTransportCannotBeLoadedTheKeyIsNamed() {
		this.contextRunner.withBean(Echo.class)
			.withPropertyValues("tcp.event-loop.transport=kqueue")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageStartingWith("Property tcp.event-loop.transport with value 'KQUEUE' is invalid: "
						+ "transport: KQUEUE cannot be loaded"));
	}

	@Test
	void whenThereIsAnEventLoopOfOnesOwnSettingsAreRefused() {
		this.contextRunner.withBean(TcpEventLoop.class, TcpEventLoop::shared, (bean) -> bean.setDestroyMethodName(""))
			.withPropertyValues("tcp.event-loop.threads=3")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage("Property tcp.event-loop.threads with value '3' is invalid: "
						+ "the application has a TcpEventLoop bean of its own (expected: not set)"));
	}

	@Test
	void whenTheEventLoopIsThatOfTheParentSettingsAreNotRefused() {
		this.contextRunner.withPropertyValues("tcp.event-loop.threads=1")
			.run((parent) -> this.contextRunner.withParent(parent)
				.withPropertyValues("tcp.event-loop.threads=1")
				.run((context) -> assertThat(context.getBean(TcpEventLoop.class))
					.isSameAs(parent.getBean(TcpEventLoop.class))));
	}

}
