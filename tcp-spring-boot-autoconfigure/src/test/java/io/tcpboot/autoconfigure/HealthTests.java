package io.tcpboot.autoconfigure;

import java.util.concurrent.TimeUnit;

import io.tcpboot.TcpListener;
import io.tcpboot.autoconfigure.health.TcpHealthContributorAutoConfiguration;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				TcpHealthContributorAutoConfiguration.class));

	private final ApplicationContextRunner echoRunner = this.contextRunner.withBean(Echo.class);

	@Test
	void whenTheServerListensItIsUp() {
		this.echoRunner.run((context) -> {
			Health health = health(context, "tcpHealthContributor", "echo");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("address", "open");
		});
	}

	@Test
	void whenTheServerDrainsItIsOutOfService() {
		this.contextRunner.withBean("busy", Busy.class).run((context) -> {
			Busy busy = context.getBean(Busy.class);
			try (TcpTestPeer peer = Peers.connect(context, "busy")) {
				peer.send("a");
				busy.asked.join();
				TcpListener<?> listener = context.getBean(TcpServers.class).listener("busy");
				listener.stop();
				assertThat(health(context, "tcpHealthContributor", "busy").getStatus())
					.isEqualTo(Status.OUT_OF_SERVICE);
				busy.answer.complete(null);
			}
		});
	}

	/**
	 * Whoever does so is not among its sockets yet.
	 */
	@Test
	void whenAPeerStillShakesHandsWithAStoppedServerItIsOutOfService() {
		this.echoRunner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues(Certificates.pemBundle("web", Certificates.SERVER))
			.withPropertyValues("tcp.servers.echo.ssl.bundle=web")
			.run((context) -> {
				TcpListener<?> listener = context.getBean(TcpServers.class).listener("echo");
				try (TcpTestPeer peer = Peers.connect(context, "echo")) {
					Awaitility.await().until(() -> listener.accepted() == 1);
					listener.stop();
					assertThat(listener.sockets()).isEmpty();
					assertThat(health(context, "tcpHealthContributor", "echo").getStatus())
						.isEqualTo(Status.OUT_OF_SERVICE);
					peer.halfClose().expectEnd();
				}
				assertThat(listener.stopped()).succeedsWithin(10, TimeUnit.SECONDS);
				assertThat(health(context, "tcpHealthContributor", "echo").getStatus()).isEqualTo(Status.DOWN);
			});
	}

	@Test
	void whenTheApplicationStopsTheServerIsOutOfService() {
		this.echoRunner.run((context) -> {
			context.stop();
			assertThat(health(context, "tcpHealthContributor", "echo").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	@Test
	void whenTheServerWasClosedItIsDown() {
		this.echoRunner.run((context) -> {
			context.getBean(TcpServers.class).listener("echo").close();
			assertThat(health(context, "tcpHealthContributor", "echo").getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void whenAskedForClientsCountToo() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			ApplicationContextRunner runner = this.contextRunner.withBean(LoginFeed.class)
				.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + closed.port());
			runner.run((context) -> assertThat(context).doesNotHaveBean("tcpClientsHealthContributor"));
			runner.withPropertyValues("tcp.health.clients=true")
				.run((context) -> assertThat(health(context, "tcpClientsHealthContributor", "feed").getStatus())
					.isEqualTo(Status.DOWN));
		}
	}

	@Test
	void whenSwitchedOffThereIsNone() {
		this.echoRunner.withPropertyValues("management.health.tcp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpHealthContributor"));
	}

	@Test
	void whenThereIsNoHealthThereIsNone() {
		this.echoRunner.withClassLoader(new FilteredClassLoader(ConditionalOnEnabledHealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpHealthContributor"));
	}

	private static Health health(BeanFactory context, String bean, String name) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(bean, CompositeHealthContributor.class)
			.getContributor(name);
		return indicator.health();
	}

}
