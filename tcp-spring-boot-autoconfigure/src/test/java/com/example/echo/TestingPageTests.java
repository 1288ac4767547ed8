package com.example.echo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import io.tcpboot.test.TcpTestTls;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs what docs/testing.md shows besides whole test classes.
 */
class TestingPageTests {

	@Test
	void whenClientConnectsItIsAccepted() {
		CompletableFuture<String> welcome = new CompletableFuture<>();
		SocketHandlers<Void> handlers = SocketHandlers.<Void>builder()
			.open((socket) -> socket.send("hello"))
			.data((socket, bytes) -> welcome.complete("welcome"))
			.build();
		try (TcpTestServer server = TcpTestServer.listen()) {
			Tcp.connect(ClientOptions.to("localhost", server.port()), handlers);
			server.accept().expect("hello").send("welcome");
		}
		assertThat(welcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("welcome");
	}

	@Test
	void whenServerKnowsNoTlsTheHandshakeFails() {
		try (TcpTestServer server = TcpTestServer.listen(); TcpTestPeer peer = TcpTestPeer.connect(server.port())) {
			server.accept().send("this is no TLS");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> handshake(peer))
				.withMessageStartingWith("expected a TLS handshake, but failed: ");
		}
	}

	private static void handshake(TcpTestPeer peer) {
		peer.startTls(TcpTestTls.trustingAll().serverName("a.example").applicationProtocols("one"));
	}

}
