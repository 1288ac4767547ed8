package io.tcpboot;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code terminate}: a reset, at once.
 */
class TerminateTests {

	private final Events events = new Events();

	@Test
	@DisplayName("B57 terminate() resets: the peer sees it, and close runs once")
	void whenTerminatedThePeerIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.terminate();
			socket.terminate();
			assertThat(socket.write(new byte[1])).isEqualTo(TcpSocket.CLOSED);
			assertThat(peer.readsReset()).isTrue();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	@Test
	@DisplayName("B57 terminate() inside data lets no more data in")
	void whenTerminatedInsideDataNoMoreDataIsDelivered() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			socket.terminate();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send(new byte[64 * 1024]);
			assertThat(peer.readsReset()).isTrue();
			assertThat(this.events.awaitClose()).containsExactly("open", "data", "close TERMINATED");
		}
	}

	@Test
	@DisplayName("B57 terminate() inside open resets a connection that has just begun")
	void whenTerminatedInsideOpenThePeerIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.terminate();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.readsReset()).isTrue();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	@Test
	@DisplayName("B57 terminate() does not wait for what is pending")
	void whenTerminatedWithMuchPendingThePeerIsReset() throws Exception {
		SocketOptions options = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		try (TcpListener<String> listener = TestLoop.listen(options, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(new byte[1024 * 1024]);
			socket.terminate();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
			assertThat(socket.bytesWritten()).isLessThan(1024 * 1024);
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B57 terminate() resets a connection that has ended, too")
	void whenTerminatedAfterEndThePeerIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.end();
			assertThat(peer.readAll()).isEmpty();
			socket.terminate();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
			assertThat(peer.writesIntoReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B57 terminate() resets a connection that is closing, too")
	void whenTerminatedAfterCloseThePeerIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.close();
			assertThat(peer.readAll()).isEmpty();
			socket.terminate();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
			assertThat(peer.writesIntoReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B57 terminate() of a paused socket closes it without resume")
	void whenTerminatedWhilePausedThePeerIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.pause();
			peer.send("unseen");
			socket.terminate();
			assertThat(peer.readsReset()).isTrue();
			this.events.awaitClose();
			assertThat(this.events.story()).last().isEqualTo("close TERMINATED");
		}
	}

}
