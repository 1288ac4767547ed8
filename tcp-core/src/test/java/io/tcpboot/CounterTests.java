package io.tcpboot;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a socket counts.
 */
class CounterTests {

	private final Events events = new Events();

	@Test
	@DisplayName("B52 bytesWritten and bytesRead are readable after the close")
	void whenClosedTheCountsStay() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.bytesRead() + socket.bytesWritten() + socket.pendingBytes()).isZero();
			assertThat(socket.isWritable()).isTrue();
			pair.peer.send("hello");
			this.events.await("data hello");
			socket.send("worlds");
			pair.peer.readText(6);
			pair.peer.close();
			this.events.awaitClose();
			assertThat(socket.bytesRead()).isEqualTo(5);
			assertThat(socket.bytesWritten()).isEqualTo(6);
			assertThat(socket.pendingBytes()).isZero();
			assertThat(socket.isWritable()).isFalse();
		}
	}

	@Test
	@DisplayName("B52 pending and written together are what was accepted, and pending is 0 when the rest is lost")
	void whenTheRestIsLostNothingIsPending() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(Flow.bytes(3_000_000));
			assertThat(Flow.onLoop(socket, () -> socket.bytesWritten() + socket.pendingBytes())).isEqualTo(3_000_000);
			assertThat(socket.isWritable()).isFalse();
			socket.terminate();
			this.events.awaitClose();
			assertThat(socket.pendingBytes()).isZero();
			assertThat(socket.bytesWritten()).isBetween(1L, 2_999_999L);
			assertThat(pair.peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B52 bytes that a closing socket drops count as read")
	void whenInputIsDroppedItCountsAsRead() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().close();
			assertThat(pair.peer.readAll()).isEmpty();
			pair.peer.send("dropped").finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
			assertThat(this.events.socket().bytesRead()).isEqualTo(7);
		}
	}

}
