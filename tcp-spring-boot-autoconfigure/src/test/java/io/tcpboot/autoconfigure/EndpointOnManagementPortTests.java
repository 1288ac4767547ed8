package io.tcpboot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A port for operators only, which Spring Boot serves by an application context of its
 * own.
 */
class EndpointOnManagementPortTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@ParameterizedTest
	@ValueSource(strings = { "servlet", "reactive" })
	void whenManagementHasItsPortTheEndpointIsThereAndOnlyThere(String webType) throws Exception {
		try (OperatedApplication application = OperatedApplication.start(webType, "management.server.port=0",
				"management.server.address=127.0.0.1", "management.endpoint.tcp.access=unrestricted",
				"tcp.endpoint.show-remote-address=always"); TcpTestPeer peer = application.connect()) {
			String path = "/vault/" + application.onlySocket();
			assertThat(application.json("").<String>read("$.servers[0].name")).isEqualTo("vault");
			assertThat(application.json("/vault?remote=127.").<Integer>read("$.matching")).isOne();
			assertThat(application.post(path, "{\"duration\":\"0s\"}").statusCode()).isEqualTo(200);
			assertThat(statusOnOtherPort(application, path)).isEqualTo(404);
			assertThat(application.delete(path).statusCode()).isEqualTo(200);
			assertThat(application.audit()).hasSize(2);
			peer.expectEnd();
		}
	}

	private int statusOnOtherPort(OperatedApplication application, String path) throws Exception {
		String port = application.context().getEnvironment().getRequiredProperty("local.server.port");
		URI uri = URI.create("http://localhost:" + port + "/actuator/tcp" + path);
		assertThat(application.url()).doesNotContain(port);
		HttpRequest request = HttpRequest.newBuilder(uri).build();
		return this.http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

}
