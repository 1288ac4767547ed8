package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.metrics.TcpMetricsAutoConfiguration;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers take, on request.
 */
class HandlerTimingTests {

	private final MockClock clock = new MockClock();

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				TcpMetricsAutoConfiguration.class));

	private final ApplicationContextRunner plainRunner = this.bareRunner.withBean(SimpleMeterRegistry.class,
			() -> new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock));

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withPropertyValues("tcp.metrics.handler-timing=true", "tcp.defaults.linger-timeout=100ms");

	@Test
	void whenNobodyAsksNothingIsAroundTheHandlers() {
		this.plainRunner.withBean(Echo.class).run((context) -> {
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
			assertThat(context).doesNotHaveBean(CallDecorator.class);
			assertThat(timer(context, "server", "echo", "data")).isNull();
		});
	}

	@Test
	void whenAMethodReturnsItsTimeIsRecorded() {
		this.contextRunner.withBean("slow", Slow.class, () -> new Slow(this.clock)).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "slow")) {
				peer.send("a").expect("a");
				assertTimed(context, "slow", Duration.ofSeconds(2));
			}
		});
	}

	@Test
	void whenAMethodThrowsItsTimeIsRecordedToo() {
		this.contextRunner.withBean("slow", Slow.class, () -> new Slow(this.clock)).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "slow")) {
				peer.send("!").expectEnd();
				assertTimed(context, "slow", Duration.ofSeconds(2));
			}
		});
	}

	@Test
	void whenAMethodReturnsAStageTheTimeIsThatUntilItCompletes() {
		this.contextRunner.withBean("later", Later.class).run((context) -> {
			Later later = context.getBean(Later.class);
			try (TcpTestPeer peer = Peers.connect(context, "later")) {
				peer.send("a");
				later.asked.join();
				Timer timer = timer(context, "server", "later", "data");
				assertThat(timer).isNotNull();
				assertThat(timer.count()).isZero();
				this.clock.add(Duration.ofSeconds(3));
				later.answer.complete("b");
				peer.expect("b");
				assertTimed(context, "later", Duration.ofSeconds(3));
			}
		});
	}

	@Test
	void whenAMethodThrowsInsteadOfReturningAStageThatIsTimed() {
		this.contextRunner.withBean("later", Later.class).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "later")) {
				peer.send("!").expectEnd();
				assertTimed(context, "later", Duration.ZERO);
			}
		});
	}

	@Test
	void whenHandlersAreReloadedTheyAreTimedStill() {
		this.contextRunner.withBean("slow", Slow.class, () -> new Slow(this.clock)).run((context) -> {
			context.getBean(TcpServers.class).reload("slow");
			try (TcpTestPeer peer = Peers.connect(context, "slow")) {
				peer.send("a").expect("a");
				assertTimed(context, "slow", Duration.ofSeconds(2));
			}
		});
	}

	@Test
	void whenAClientIsCalledThatIsTimedToo() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean(LoginFeed.class)
				.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + server.port())
				.run((context) -> {
					server.accept().expect("login");
					Timer timer = timer(context, "client", "feed", "open");
					assertThat(timer).isNotNull();
					Awaitility.await().until(() -> timer.count() == 1);
				});
		}
	}

	@Test
	void whenAHistogramIsSetThereAreBuckets() {
		this.bareRunner.withBean(Echo.class)
			.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withPropertyValues("tcp.metrics.handler-timing=true",
					"management.metrics.distribution.percentiles-histogram.tcp.server.handler.duration=true")
			.run((context) -> {
				assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape()).contains(
						"tcp_server_handler_duration_seconds_bucket{event=\"data\",server=\"echo\",le=\"+Inf\"} 1");
			});
	}

	@Test
	void whenThereIsNoRegistryNothingIsTimed() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
					TcpMetricsAutoConfiguration.class))
			.withBean(Echo.class)
			.withPropertyValues("tcp.metrics.handler-timing=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallDecorator.class));
	}

	private static void assertTimed(BeanFactory context, String server, Duration time) {
		Timer timer = timer(context, "server", server, "data");
		assertThat(timer).isNotNull();
		Awaitility.await().until(() -> timer.count() == 1);
		assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(time.toNanos());
	}

	private static @Nullable Timer timer(BeanFactory context, String side, String name, String event) {
		return context.getBean(MeterRegistry.class)
			.find("tcp." + side + ".handler.duration")
			.tag(side, name)
			.tag("event", event)
			.timer();
	}

	/**
	 * Takes two seconds, and fails if asked to.
	 */
	@TcpServer(port = 0)
	static class Slow {

		private final MockClock clock;

		Slow(MockClock clock) {
			this.clock = clock;
		}

		@OnData
		String data(String text) {
			this.clock.add(Duration.ofSeconds(2));
			if (text.equals("!")) {
				throw new IllegalStateException("planted");
			}
			return text;
		}

	}

	/**
	 * Answers when the test says so, and fails if asked to.
	 */
	@TcpServer(port = 0)
	static class Later {

		private final CompletableFuture<Void> asked = new CompletableFuture<>();

		private final CompletableFuture<String> answer = new CompletableFuture<>();

		@OnData
		CompletionStage<String> data(String text) {
			if (text.equals("!")) {
				throw new IllegalStateException("planted");
			}
			this.asked.complete(null);
			return this.answer;
		}

	}

}
