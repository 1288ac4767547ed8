package com.example.tcp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Prometheus reads of the sample.
 */
@SampleTest
class ScrapeTests {

	@Test
	void whenPeersHaveTalkedTheScrapeCountsWhatTheyHaveSent(@LocalServerPort int web, @LocalTcpPort("chat") int port)
			throws Exception {
		try (TcpTestPeer speaker = TcpTestPeer.connect(port); TcpTestPeer listener = TcpTestPeer.connect(port)) {
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(scrape(web)).contains("tcp_server_connections_active{server=\"chat\"} 2.0\n"));
			speaker.send("hello\n");
			listener.expect("hello\n");
			assertThat(scrape(web)).contains("tcp_server_connections_opened_total{server=\"chat\"} 2.0\n",
					"tcp_server_received_bytes_total{server=\"chat\"} 6.0\n",
					"tcp_server_pending_bytes{server=\"chat\"} 0.0\n",
					"tcp_server_connections_closed_total{reason=\"operator\",server=\"chat\"} 0.0\n",
					"tcp_eventloop_blocked_total 0.0\n");
			// Counted once the kernel has taken it, which the peer may notice before.
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(scrape(web)).contains("tcp_server_sent_bytes_total{server=\"chat\"} 6.0\n"));
		}
	}

	private static String scrape(int web) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + web + "/actuator/prometheus");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
