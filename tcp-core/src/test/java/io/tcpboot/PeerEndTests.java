package io.tcpboot;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a peer that finishes first, while half-open is off.
 */
class PeerEndTests {

	private static final int MIB = 1024 * 1024;

	private final Events events = new Events();

	@Test
	@DisplayName("B58 a peer's FIN leads to end, and then the socket closes by itself")
	void whenPeerFinishesTheSocketCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("hello").finish();
			assertThat(peer.readAll()).isEmpty();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B58 the automatic close waits for a response of 16 MiB")
	void whenPeerFinishesItsRequestTheResponseArrivesWhole() throws Exception {
		byte[] response = Flow.bytes(16 * MIB);
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.send(response);
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("?").finish();
			Received.assertWhole(peer.readAll(), response);
			assertThat(this.events.awaitClose()).containsExactly("open", "data ?", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B58 the automatic close waits when the FIN arrives long before the response is out")
	void whenPeerHasFinishedBeforeTheResponseItArrivesWhole() throws Exception {
		SocketOptions options = SocketOptions.builder().autoBackPressure(false).build();
		byte[] response = Flow.bytes(16 * MIB);
		try (TcpListener<String> listener = TestLoop.listen(options,
				this.events.handlers().data((socket, bytes) -> socket.send(response)).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("?").finish();
			this.events.await("end");
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.pendingBytes()).isPositive();
			assertThat(socket.write(new byte[1])).isEqualTo(TcpSocket.CLOSED);
			Received.assertWhole(peer.readAll(), response);
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B61 what is written inside end reaches the peer")
	void whenWrittenInsideEndThePeerReceivesIt() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().end((socket) -> {
			this.events.add("end");
			assertThat(socket.write("good")).isEqualTo(4);
			assertThat(socket.end("bye")).isTrue();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.finish();
			assertThat(peer.readAllText()).isEqualTo("goodbye");
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B61 a megabyte written inside end reaches a slow peer")
	void whenMuchIsWrittenInsideEndThePeerReceivesIt() throws Exception {
		SocketOptions options = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		byte[] bytes = Flow.bytes(MIB);
		try (TcpListener<String> listener = TestLoop.listen(options, this.events.handlers().end((socket) -> {
			this.events.add("end");
			assertThat(socket.send(bytes)).isTrue();
		}).build()); Peer peer = Peer.connectNarrow(listener.port())) {
			peer.finish();
			Received.assertWhole(peer.readAll(), bytes);
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

}
