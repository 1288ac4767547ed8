package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tcpboot.server.TcpServerEvent;
import io.tcpboot.server.TcpServerStoppedEvent;
import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What servers tell the application: events, whether it is ready, ports.
 */
class TcpServerEventTests {

	private final Events events = new Events();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TcpAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class));

	@Test
	void eachServerTellsOfItsLife() {
		this.contextRunner.withBean(Events.class, () -> this.events).withBean(Echo.class).run((context) -> {
			assertThat(this.events.all).containsExactly("TcpServerStartedEvent[echo]");
			context.getBean(TcpServers.class).reload("echo");
			context.stop();
			context.start();
		});
		assertThat(this.events.all).containsExactly("TcpServerStartedEvent[echo]", "TcpServerReloadedEvent[echo]",
				"REFUSING_TRAFFIC", "TcpServerStoppedEvent[echo]", "TcpServerStartedEvent[echo]", "ACCEPTING_TRAFFIC",
				"REFUSING_TRAFFIC", "TcpServerStoppedEvent[echo]");
	}

	@Test
	void whenReadinessIsRefusedAlreadyItIsNotRefusedAgain() {
		this.contextRunner.withBean(Events.class, () -> this.events).withBean(Echo.class).run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			context.stop();
			context.start();
		});
		assertThat(this.events.all).filteredOn("REFUSING_TRAFFIC"::equals).hasSize(1);
		assertThat(this.events.all).doesNotContain("ACCEPTING_TRAFFIC");
	}

	@Test
	void whenThereIsNoServerReadinessIsNoneOfOurBusiness() {
		this.contextRunner.withBean(Events.class, () -> this.events).run((context) -> context.stop());
		assertThat(this.events.all).isEmpty();
	}

	@Test
	void whenAListenerOfTheStartFailsNothingListens() {
		this.contextRunner.withBean(Echo.class)
			.withBean(Refusing.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("no servers today"));
		assertThat(Refusing.stillListening).isFalse();
	}

	@Test
	void whenAListenerOfTheStopFailsTheStopGoesOn() {
		this.contextRunner.withBean(Echo.class).withBean(Failing.class).run((context) -> {
			int port = Peers.port(context, "echo");
			context.stop();
			context.start();
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			assertThat(port).isPositive();
		});
	}

	@Test
	void portsAreInTheEnvironment() {
		this.contextRunner.withBean("my-echo", Echo.class).run((context) -> {
			String port = String.valueOf(Peers.port(context, "my-echo"));
			assertThat(context.getEnvironment().getProperty("local.tcp.my-echo.port")).isEqualTo(port);
			assertThat(context.getEnvironment().getProperty("local.tcp.server.port")).isEqualTo(port);
		});
	}

	@Test
	void whenThereAreSeveralServersNoneIsTheOnlyOne() {
		this.contextRunner.withBean("one", Echo.class).withBean("two", Echo.class).run((context) -> {
			assertThat(context.getEnvironment().getProperty("local.tcp.two.port"))
				.isEqualTo(String.valueOf(Peers.port(context, "two")));
			assertThat(context.getEnvironment().containsProperty("local.tcp.server.port")).isFalse();
		});
	}

	@Test
	void portsAreInTheEnvironmentOfTheParentToo() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext()) {
			parent.refresh();
			this.contextRunner.withParent(parent)
				.withBean(Echo.class)
				.run((context) -> assertThat(parent.getEnvironment().getProperty("local.tcp.echo.port"))
					.isEqualTo(String.valueOf(Peers.port(context, "echo"))));
		}
	}

	static class Events {

		final List<String> all = new CopyOnWriteArrayList<>();

		@EventListener
		void server(TcpServerEvent event) {
			this.all.add(event.toString());
		}

		@EventListener
		void readiness(AvailabilityChangeEvent<ReadinessState> event) {
			this.all.add(event.getState().toString());
		}

	}

	static class Refusing {

		static volatile boolean stillListening;

		@EventListener
		void server(TcpServerEvent event) {
			stillListening = event.listener().isListening();
			if (stillListening) {
				throw new IllegalStateException("no servers today");
			}
		}

	}

	static class Failing {

		@EventListener
		void stopped(TcpServerStoppedEvent event) {
			throw new IllegalStateException("not interested");
		}

	}

}
