package io.tcpboot.autoconfigure.devtools;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web server and actuator beside the TCP servers.
 */
class WebApplicationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@TempDir
	private Path folder;

	@Test
	void whenThereIsAWebServerSocketsStayUntilTheShutdownEndpointIsCalled() throws Exception {
		int webPort = FreePorts.next();
		try (ForkedApplication app = new ForkedApplication(this.folder).web()
			.with("Counter", Servers.COUNTER)
			.with("Plain", Servers.server("Plain", "name = \"plain\", port = 0"))
			.properties("server.port=" + webPort, "management.endpoint.shutdown.access=unrestricted",
					"management.endpoints.web.exposure.include=health,shutdown")
			.start(); TcpTestPeer peer = app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			app.project().edit("Plain", "v1", "v2");
			app.restart();
			peer.send("b").expect("v2 b 2");
			assertThat(call(webPort, "GET", "health")).contains("UP");
			call(webPort, "POST", "shutdown");
			peer.expectEnd();
			app.jvm().awaitExit();
		}
	}

	private String call(int port, String method, String endpoint) throws Exception {
		URI uri = URI.create("http://localhost:" + port + "/actuator/" + endpoint);
		HttpRequest request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

}
