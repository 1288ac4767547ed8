package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

import com.jayway.jsonpath.JsonPath;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health of servers, as a load balancer asks for it: while they listen, while they
 * drain, and while the application does.
 */
class HealthOverHttpTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@AutoClose
	private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(
			"--server.port=0", "--management.server.port=0", "--spring.main.web-application-type=servlet",
			"--management.endpoint.health.show-details=always", "--spring.main.banner-mode=off",
			"--tcp.defaults.linger-timeout=100ms");

	private final String url = "http://localhost:" + this.context.getEnvironment().getProperty("local.management.port")
			+ "/actuator/health/tcp";

	private final Busy busy = this.context.getBean(Busy.class);

	@Test
	void whenServersListenAllIsWell() throws Exception {
		HttpResponse<String> health = health();
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(JsonPath.<String>read(health.body(), "$.components.busy.status")).isEqualTo("UP");
		assertThat(JsonPath.<Integer>read(health.body(), "$.components.busy.details.open")).isZero();
	}

	@Test
	void whenAServerDrainsItIsOutOfServiceAndTheOthersAreNot() throws Exception {
		try (TcpTestPeer peer = Peers.connect(this.context, "busy")) {
			peer.send("a");
			this.busy.asked.join();
			this.context.getBean(TcpServers.class).listener("busy").stop();
			HttpResponse<String> health = health();
			assertThat(health.statusCode()).isEqualTo(503);
			assertThat(JsonPath.<String>read(health.body(), "$.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(JsonPath.<String>read(health.body(), "$.components.busy.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(JsonPath.<String>read(health.body(), "$.components.echo.status")).isEqualTo("UP");
			this.busy.answer.complete(null);
		}
	}

	@Test
	void whenTheApplicationDrainsAllAreOutOfService() throws Exception {
		try (TcpTestPeer peer = Peers.connect(this.context, "busy")) {
			peer.send("a");
			this.busy.asked.join();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(this.context::close);
			TcpServers servers = this.context.getBean(TcpServers.class);
			Awaitility.await().until(servers::isStopping);
			HttpResponse<String> health = health();
			assertThat(health.statusCode()).isEqualTo(503);
			assertThat(JsonPath.<String>read(health.body(), "$.components.busy.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(JsonPath.<String>read(health.body(), "$.components.echo.status")).isEqualTo("OUT_OF_SERVICE");
			assertThat(closing).isNotDone();
			this.busy.answer.complete(null);
			peer.expectEnd();
			closing.join();
		}
	}

	private HttpResponse<String> health() throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create(this.url)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Busy.class, Echo.class })
	static class Application {

	}

}
