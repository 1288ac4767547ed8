package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
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
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MetricsTests {

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				TcpMetricsAutoConfiguration.class))
		.withPropertyValues("tcp.defaults.linger-timeout=100ms")
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
			TcpListener<?> earlier = context.getBean(TcpServers.class).listener("echo");
			earlier.close();
			TcpListener<?> next = mock();
			given(next.accepted()).willReturn(7L);
			context.publishEvent(event(TcpServerStartedEvent.class, next));
			assertThat(counter(context, "tcp.server.connections.opened")).isEqualTo(7);
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
			this.contextRunner.withBean(LoginFeed.class).withPropertyValues(feed(server)).run((context) -> {
				server.accept().expect("login");
				Awaitility.await().until(() -> gauge(context, "tcp.client.connections.active") == 1);
				Awaitility.await().until(() -> counter(context, "tcp.client.sent") == 5);
				assertThat(counter(context, "tcp.client.attempts")).isOne();
			});
		}
	}

	@Test
	void whenAHandlerThrowsItIsCountedByItsEvent() {
		this.contextRunner.withBean("touchy", Touchy.class).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "touchy")) {
				peer.send("a").expectEnd();
			}
			assertThat(counter(context, "tcp.server.handler.errors", "server", "touchy", "event", "data")).isOne();
			assertThat(counter(context, "tcp.server.handler.errors", "server", "touchy", "event", "open")).isZero();
			assertThat(counter(context, "tcp.server.handler.errors", "server", "echo", "event", "data")).isZero();
		});
	}

	@Test
	void whenAPeerDoesNotTakeWhatItIsSentItIsCountedAsHeld() {
		this.contextRunner.withBean("flood", Flood.class)
			.withPropertyValues("tcp.servers.flood.send-buffer-size=8KB")
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connect(context, "flood")) {
					peer.send("a");
					Awaitility.await().until(() -> backPressure(context, "read_held") == 1);
					assertThat(backPressure(context, "write_refused")).isZero();
				}
			});
	}

	private static double backPressure(BeanFactory context, String action) {
		return counter(context, "tcp.server.backpressure.events", "server", "flood", "action", action);
	}

	@Test
	void whenAHandlerOfAClientThrowsItIsCountedByItsEvent() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean("dizzy", Dizzy.class)
				.withPropertyValues("tcp.clients.dizzy.host=localhost", "tcp.clients.dizzy.port=" + server.port(),
						"tcp.clients.dizzy.reconnect.max-retries=1")
				.run((context) -> {
					server.accept().send("a").expectEnd();
					server.accept().expectEnd();
					assertThat(counter(context, "tcp.client.handler.errors", "event", "data")).isOne();
					assertThat(counter(context, "tcp.client.handler.errors", "event", "open")).isOne();
				});
		}
	}

	@Test
	void whenAContextBelowClosesTheServersAboveAreForgottenAsBefore() {
		this.contextRunner.run((parent) -> {
			MeterRegistry registry = parent.getBean(MeterRegistry.class);
			below(parent).withBean("below", Echo.class).run((context) -> {
				assertThat(Peers.answerToHello(context, "below")).isEqualTo("hello");
				assertThat(registry.get("tcp.server.received").tag("server", "below").functionCounter().count())
					.isEqualTo(5);
			});
			Awaitility.await()
				.until(() -> registry.find("tcp.server.received").tag("server", "below").functionCounter() == null);
			parent.getBean(TcpServers.class).listener("echo").close();
			Awaitility.await()
				.until(() -> registry.find("tcp.server.received").tag("server", "echo").functionCounter() == null);
		});
	}

	@Test
	void whenAServerBelowHasTheSameNameThatAboveKeepsItsMeters() {
		this.contextRunner.run((parent) -> {
			below(parent).withBean(Echo.class)
				.run((context) -> assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello"));
			for (int times = 1; times <= 2; times++) {
				assertThat(Peers.answerToHello(parent, "echo")).isEqualTo("hello");
				assertThat(counter(parent, "tcp.server.connections.opened")).isEqualTo(times);
			}
		});
	}

	@Test
	void whenAContextBelowHasAClientItIsMeasuredUntilThatCloses() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.run((parent) -> {
				below(parent).withBean(LoginFeed.class).withPropertyValues(feed(server)).run((context) -> {
					server.accept().expect("login");
					Awaitility.await().until(() -> counter(parent, "tcp.client.sent", "client", "feed") == 5);
				});
				assertThat(parent.getBean(MeterRegistry.class).find("tcp.client.sent").functionCounter()).isNull();
			});
		}
	}

	@Test
	void whenAClientBelowHasTheSameNameThatAboveKeepsItsMeters() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean(LoginFeed.class).withPropertyValues(feed(server)).run((parent) -> {
				server.accept().expect("login").send("hello");
				Awaitility.await().until(() -> counter(parent, "tcp.client.received") == 5);
				below(parent).withBean(LoginFeed.class)
					.withPropertyValues(feed(server))
					.run((context) -> server.accept().expect("login"));
				assertThat(counter(parent, "tcp.client.received")).isEqualTo(5);
			});
		}
	}

	private static String[] feed(TcpTestServer server) {
		return new String[] { "tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + server.port(),
				"tcp.shutdown.grace-period=0" };
	}

	private static ApplicationContextRunner below(ApplicationContext parent) {
		return new ApplicationContextRunner().withParent(parent)
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
					TcpMetricsAutoConfiguration.class));
	}

	@Test
	void whenThereAreTwoEventLoopsTheirBlockedCallbacksAreOneSum() {
		this.contextRunner.withBean("one", TcpEventLoop.class, () -> blockable("one"))
			.withBean("two", TcpEventLoop.class, () -> blockable("two"), (bean) -> bean.setAutowireCandidate(false))
			.run((context) -> {
				block(context.getBean("one", TcpEventLoop.class));
				block(context.getBean("two", TcpEventLoop.class));
				assertThat(counter(context, "tcp.eventloop.blocked")).isGreaterThanOrEqualTo(2);
				assertThat(context.getBean(MeterRegistry.class)
					.find("netty.eventexecutor.tasks.pending")
					.tagKeys("name")
					.gauges()).extracting((gauge) -> gauge.getId().getTag("name")).contains("one-1", "two-1");
			});
	}

	private static TcpEventLoop blockable(String name) {
		return TcpEventLoop.builder().name(name).threads(1).blockedThreshold(Duration.ofMillis(10)).build();
	}

	private static void block(TcpEventLoop eventLoop) {
		CountDownLatch done = new CountDownLatch(1);
		eventLoop.executors().get(0).execute(() -> await(done));
		Awaitility.await().until(() -> eventLoop.blockedCallbacks() > 0);
		done.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenAnEventLoopIsBlockedAScrapeDoesNotWaitForIt() {
		this.contextRunner.run((context) -> {
			CountDownLatch done = new CountDownLatch(1);
			TcpEventLoop eventLoop = context.getBean(TcpEventLoop.class);
			eventLoop.executors().forEach((thread) -> thread.execute(() -> await(done)));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			CompletableFuture<Void> scrape = CompletableFuture.runAsync(() -> registry.getMeters()
				.forEach((meter) -> meter.measure().forEach((measurement) -> measurement.getValue())));
			scrape.get(20, TimeUnit.SECONDS);
			assertThat(done.getCount()).isOne();
			done.countDown();
		});
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
	void whenMetersOfTheNameAreSwitchedOffThereIsNone() {
		this.contextRunner.withPropertyValues("management.metrics.enable.tcp=false", "tcp.metrics.handler-timing=true")
			.run((context) -> {
				assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
				assertThat(context.getBean(MeterRegistry.class).getMeters())
					.extracting((meter) -> meter.getId().getName())
					.isNotEmpty()
					.noneMatch((name) -> name.startsWith("tcp."));
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

	@TcpServer(port = 0)
	static class Touchy {

		@OnData
		void data(byte[] bytes) {
			throw new IllegalStateException("planted");
		}

	}

	@TcpServer(port = 0)
	static class Flood {

		@OnData
		byte[] data(byte[] bytes) {
			return new byte[15 * 1024 * 1024];
		}

	}

	/**
	 * Throws with the first byte, and then when it is connected again.
	 */
	@TcpClient
	static class Dizzy {

		private volatile boolean dizzy;

		@OnOpen
		void open() {
			if (this.dizzy) {
				throw new IllegalStateException("planted");
			}
		}

		@OnData
		void data(byte[] bytes) {
			this.dizzy = true;
			throw new IllegalStateException("planted");
		}

	}

}
