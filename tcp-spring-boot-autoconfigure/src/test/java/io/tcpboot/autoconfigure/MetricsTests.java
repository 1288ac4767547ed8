package io.tcpboot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpListener;
import io.tcpboot.autoconfigure.metrics.TcpMetricsAutoConfiguration;
import io.tcpboot.server.TcpServerEvent;
import io.tcpboot.server.TcpServerStartedEvent;
import io.tcpboot.server.TcpServerStoppedEvent;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MetricsTests {

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				TcpMetricsAutoConfiguration.class))
		.withBean(Echo.class);

	private final ApplicationContextRunner contextRunner = this.bareRunner.withBean(SimpleMeterRegistry.class);

	@Test
	void whenASocketEchoesItIsCounted() {
		this.contextRunner.run((context) -> {
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			Awaitility.await()
				.until(() -> counter(context, "tcp.server.connections.closed", "reason", "peer_end") == 1);
			assertThat(counter(context, "tcp.server.connections.closed", "reason", "operator")).isZero();
			assertThat(counter(context, "tcp.server.connections.opened")).isOne();
			assertThat(counter(context, "tcp.server.received")).isEqualTo(5);
			assertThat(counter(context, "tcp.server.sent")).isEqualTo(5);
			assertThat(gauge(context, "tcp.server.connections.active")).isZero();
			assertThat(gauge(context, "tcp.server.pending")).isZero();
		});
	}

	@Test
	void whenASocketIsOpenItIsActive() {
		this.contextRunner.run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "echo")) {
				peer.send("a").expect("a");
				assertThat(gauge(context, "tcp.server.connections.active")).isOne();
			}
		});
	}

	@Test
	void whenAServerIsOpenedAtRunTimeItIsMeasuredUntilItStops() {
		this.contextRunner.run((context) -> {
			TcpListener<?> late = context.getBean(TcpServers.class)
				.listen(ServerOptions.builder().name("late").port(0).build(),
						SocketHandlers.builder().data((socket, bytes) -> socket.send(bytes)).build());
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("tcp.server.connections.active").tag("server", "late").gauge()).isNotNull();
			late.close();
			Awaitility.await()
				.until(() -> registry.find("tcp.server.connections.active").tag("server", "late").gauge() == null);
			assertThat(registry.find("tcp.server.connections.active").tag("server", "echo").gauge()).isNotNull();
		});
	}

	@Test
	void whenTheContextIsStartedAgainTheNewListenerIsMeasured() {
		this.contextRunner.run((context) -> {
			context.stop();
			context.start();
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			assertThat(counter(context, "tcp.server.received")).isEqualTo(5);
		});
	}

	@Test
	void whenTheStopOfAnEarlierListenerIsToldLateTheNewOneIsMeasured() {
		this.contextRunner.run((context) -> {
			TcpListener<?> next = mock();
			given(next.accepted()).willReturn(7L);
			context.publishEvent(event(TcpServerStartedEvent.class, next));
			assertThat(counter(context, "tcp.server.connections.opened")).isEqualTo(7);
			TcpListener<?> earlier = context.getBean(TcpServers.class).listener("echo");
			context.publishEvent(event(TcpServerStoppedEvent.class, earlier));
			assertThat(counter(context, "tcp.server.connections.opened")).isEqualTo(7);
		});
	}

	@Test
	void whenTheContextClosesTheLastScrapeSeesTheServers() {
		this.contextRunner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			context.close();
			assertThat(registry.get("tcp.server.received").functionCounter().count()).isEqualTo(5);
		});
	}

	@Test
	void whenARegistryComesLateItHasWhatTheOthersHave() {
		this.contextRunner.run((context) -> {
			MeterRegistry late = new SimpleMeterRegistry();
			context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(late));
			assertThat(late.find("tcp.server.connections.active").gauge()).isNotNull();
			assertThat(late.find("tcp.eventloop.blocked").functionCounter()).isNotNull();
		});
	}

	@Test
	void whenAClientIsConnectedItIsMeasured() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean(LoginFeed.class)
				.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + server.port())
				.run((context) -> {
					server.accept().expect("login");
					Awaitility.await().until(() -> gauge(context, "tcp.client.connections.active") == 1);
					Awaitility.await().until(() -> counter(context, "tcp.client.sent") == 5);
					assertThat(counter(context, "tcp.client.attempts")).isOne();
				});
		}
	}

	@Test
	void whenTheEventLoopIsMadeItAndItsMemoryAreMeasured() {
		this.contextRunner.run((context) -> {
			assertThat(counter(context, "tcp.eventloop.blocked")).isZero();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("netty.eventexecutor.tasks.pending").gauges()).isNotEmpty();
			assertThat(registry.find("netty.allocator.memory.used").gauges()).isNotEmpty();
		});
	}

	@Test
	void whenThereIsNoRegistryNothingIsMeasured() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
					TcpMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpServerMeters"));
	}

	@Test
	void whenThereIsNoMicrometerNothingIsMeasured() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
					TcpMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpServerMeters"));
	}

	private static TcpServerEvent event(Class<? extends TcpServerEvent> type, TcpListener<?> listener) {
		TcpServerEvent event = mock(type);
		given(event.name()).willReturn("echo");
		given(event.listener()).willAnswer((invocation) -> listener);
		return event;
	}

	private static double counter(BeanFactory context, String name, String... tags) {
		return context.getBean(MeterRegistry.class).get(name).tags(tags).functionCounter().count();
	}

	private static double gauge(BeanFactory context, String name) {
		return context.getBean(MeterRegistry.class).get(name).gauge().value();
	}

}
