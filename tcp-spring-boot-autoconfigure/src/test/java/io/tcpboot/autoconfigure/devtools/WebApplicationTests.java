package io.tcpboot.autoconfigure.devtools;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

import com.jayway.jsonpath.JsonPath;
import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web server beside the TCP servers, and actuator on a port of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebApplicationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private int operatorsPort;

	private ForkedApplication app;

	@BeforeAll
	void start(@TempDir Path folder) throws Exception {
		this.operatorsPort = FreePorts.next();
		this.app = new ForkedApplication(folder).web()
			.with("Counter", Servers.COUNTER)
			.with("Plain", Servers.server("Plain", "name = \"plain\", port = 0"))
			.with("Seen", Servers.server("Seen", "name = \"seen\", port = 0"))
			.properties("server.port=" + FreePorts.next(), "management.server.port=" + this.operatorsPort,
					"management.endpoint.shutdown.access=unrestricted",
					"management.endpoints.web.exposure.include=health,metrics,shutdown,tcp",
					"spring.autoconfigure.exclude=");
		this.app.start();
	}

	@AfterAll
	void stop() throws Exception {
		this.app.close();
	}

	@Test
	void whenHandlersAreNewOperatorsSeeTheSameSocketAndCountersGoOn() throws Exception {
		try (TcpTestPeer peer = this.app.connect("seen")) {
			peer.send("a").expect("v1 a 1");
			String id = socket("seen", "id");
			int generation = socket("seen", "generation");
			double received = received("seen");
			this.app.project().edit("Seen", "v1", "v2");
			this.app.restart();
			peer.send("b").expect("v2 b 2");
			assertThat(this.<String>socket("seen", "id")).isEqualTo(id);
			assertThat(this.<Integer>socket("seen", "generation")).isGreaterThan(generation);
			assertThat(received("seen")).isEqualTo(received + 1);
			assertThat(get("health").body()).contains("UP");
		}
	}

	@Test
	void whenAutoConfigurationIsExcludedAndBackAgainNothingIsLost() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			double received = received("plain");
			exclude("", "io.tcpboot.autoconfigure.TcpAutoConfiguration");
			this.app.restart();
			assertThat(get("tcp").statusCode()).isEqualTo(404);
			peer.send("b").expectNothing(Duration.ofMillis(200));
			exclude("io.tcpboot.autoconfigure.TcpAutoConfiguration", "");
			this.app.restart();
			peer.expect("v1 b 2");
			assertThat(received("plain")).isEqualTo(received + 1);
		}
	}

	private void exclude(String before, String now) throws Exception {
		String property = "spring.autoconfigure.exclude=";
		this.app.project().editResource("application.properties", property + before, property + now);
	}

	@Test
	@Order(Integer.MAX_VALUE)
	void whenTheShutdownEndpointIsCalledSocketsClose() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			call("POST", "shutdown");
			peer.expectEnd();
			this.app.jvm().awaitExit();
		}
	}

	private <T> T socket(String server, String field) throws Exception {
		return JsonPath.read(get("tcp/" + server).body(), "$.sockets[0]." + field);
	}

	private double received(String server) throws Exception {
		String meter = get("metrics/tcp.server.received?tag=server:" + server).body();
		return JsonPath.read(meter, "$.measurements[0].value");
	}

	private HttpResponse<String> get(String endpoint) throws Exception {
		return call("GET", endpoint);
	}

	private HttpResponse<String> call(String method, String endpoint) throws Exception {
		URI uri = URI.create("http://localhost:" + this.operatorsPort + "/actuator/" + endpoint);
		HttpRequest request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
