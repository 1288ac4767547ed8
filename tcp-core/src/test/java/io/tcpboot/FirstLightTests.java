package io.tcpboot;

import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shortest way through everything: listen, connect, echo, close.
 */
class FirstLightTests {

	private final Events events = new Events();

	@Test
	void whenPeerSendsTheEchoComesBack() throws Exception {
		try (TcpListener<String> listener = TestLoop
			.listen(this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("hello").finish();
			assertThat(peer.readAllText()).isEqualTo("hello");
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	void whenClientConnectsBothSidesTalk() throws Exception {
		Events client = new Events();
		try (TcpListener<String> listener = TestLoop
			.listen(this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build())) {
			TcpSocket<String> socket = TestLoop.LOOP
				.connect(ClientOptions.to("localhost", listener.port()), client.handlers().build())
				.get(10, TimeUnit.SECONDS);
			assertThat(socket.send("hello")).isTrue();
			client.await("data hello");
			socket.end();
			assertThat(client.awaitClose()).containsExactly("open", "data hello", "end", "close LOCAL_END");
		}
	}

}
