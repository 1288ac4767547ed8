package io.tcpboot.autoconfigure.devtools;

import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tcpboot.autoconfigure.health.TcpHealthContributorAutoConfiguration;
import io.tcpboot.autoconfigure.metrics.TcpMetricsAutoConfiguration;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of servers and clients that a context has not opened itself.
 */
class OperatorsHandoverTests {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	private void start(String name, Class<?> bean, String... properties) {
		this.applications.start(Map.of(name, bean), (context) -> {
			context.registerBean(SimpleMeterRegistry.class);
			context.register(MetricsAutoConfiguration.class, TcpMetricsAutoConfiguration.class,
					TcpHealthContributorAutoConfiguration.class);
		}, properties);
	}

	private MeterRegistry meters() {
		return this.applications.context().getBean(MeterRegistry.class);
	}

	@Test
	void whenAServerIsHandedOverItsMetersAndHealthAreThere() {
		start("counting", Reloaded.Counting.class);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop();
			start("counting", Reloaded.Counting.class);
			peer.send("b").expect("2b");
			assertThat(meters().get("tcp.server.connections.active").tag("server", "counting").gauge().value()).isOne();
			assertThat(meters().get("tcp.server.received").tag("server", "counting").functionCounter().count())
				.isEqualTo(2);
			HealthIndicator health = (HealthIndicator) this.applications.context()
				.getBean("tcpHealthContributor", CompositeHealthContributor.class)
				.getContributor("counting");
			assertThat(health.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void whenAServerIsHandedOverItsEventLoopIsMeasured() {
		start("counting", Reloaded.Counting.class);
		this.applications.stop();
		start("counting", Reloaded.Counting.class);
		assertEventLoopMeasured();
	}

	@Test
	void whenAServerIsHandedOverItsHandlersAreTimedByTheNewContext() {
		String timing = "tcp.metrics.handler-timing=true";
		start("counting", Reloaded.Counting.class, timing);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			MeterRegistry before = meters();
			this.applications.stop();
			start("counting", Reloaded.Counting.class, timing);
			peer.send("b").expect("2b");
			Awaitility.await().until(() -> timed(meters()) == 1);
			assertThat(timed(before)).isOne();
		}
	}

	private static long timed(MeterRegistry registry) {
		return registry.get("tcp.server.handler.duration").tags("server", "counting", "event", "data").timer().count();
	}

	@Test
	void whenAClientIsHandedOverItsErrorsAreThoseOfTheNewContext() {
		try (TcpTestServer upstream = TcpTestServer.listen()) {
			String address = "tcp.clients.failing.addresses=localhost:" + upstream.port();
			start("failing", Reloaded.Failing.class, address);
			TcpTestPeer peer = upstream.accept().send("a").expect("caught");
			assertThat(errors()).isOne();
			this.applications.stop();
			start("failing", Reloaded.Failing.class, address);
			assertThat(errors()).isZero();
			peer.send("b").expect("caught");
			assertThat(errors()).isOne();
		}
	}

	private double errors() {
		return meters().get("tcp.client.handler.errors").tags("event", "data").functionCounter().count();
	}

	@Test
	void whenAClientIsHandedOverItAndItsEventLoopAreMeasured() {
		try (TcpTestServer upstream = TcpTestServer.listen()) {
			String address = "tcp.clients.answering.addresses=localhost:" + upstream.port();
			start("answering", Reloaded.Answering.class, address);
			TcpTestPeer peer = upstream.accept().expect("login").send("a").expect("1a");
			this.applications.stop();
			start("answering", Reloaded.Answering.class, address);
			peer.send("b").expect("2b");
			assertThat(meters().get("tcp.client.connections.active").tag("client", "answering").gauge().value())
				.isOne();
			assertEventLoopMeasured();
		}
	}

	private void assertEventLoopMeasured() {
		assertThat(meters().find("tcp.eventloop.blocked").functionCounter()).isNotNull();
		assertThat(meters().find("netty.eventexecutor.tasks.pending").gauges()).isNotEmpty();
	}

}
