package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the deadline of a close: no peer holds a descriptor for ever.
 */
class CloseDeadlineTests {

	private static final int MIB = 1024 * 1024;

	private static final SocketOptions HASTY = SocketOptions.builder()
		.closeTimeout(Duration.ofMillis(100))
		.sendBufferSize(16 * 1024)
		.build();

	private final Events events = new Events();

	@Test
	@DisplayName("B63 after end() a peer that never finishes is reset")
	void whenEndedAPeerThatNeverFinishesIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().end();
			assertThat(peer.readAll()).isEmpty();
			assertThat(this.events.awaitClose()).containsExactly("open", "close CLOSE_TIMEOUT");
			assertThat(listener.sockets()).isEmpty();
			assertThat(peer.writesIntoReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B63 after end(data) a peer that never reads is reset")
	void whenEndedWithDataAPeerThatNeverReadsIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			this.events.socket().end(new byte[MIB]);
			assertThat(this.events.awaitClose()).containsExactly("open", "close CLOSE_TIMEOUT");
			assertThat(listener.sockets()).isEmpty();
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B63 after close() a peer that never reads is reset")
	void whenClosedAPeerThatNeverReadsIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(new byte[MIB]);
			socket.close();
			assertThat(this.events.awaitClose()).containsExactly("open", "close CLOSE_TIMEOUT");
			assertThat(listener.sockets()).isEmpty();
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B63 after close() a peer that never reads is reset even though it keeps sending")
	void whenClosedAPeerThatOnlySendsIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port());
				Chatter chatter = Chatter.endless(peer)) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(new byte[MIB]);
			socket.close();
			assertThat(this.events.awaitClose()).last().isEqualTo("close CLOSE_TIMEOUT");
			Events.until(chatter::isOver);
		}
	}

	@Test
	@DisplayName("B63 after the peer's FIN a peer that never reads is reset")
	void whenPeerFinishesButNeverReadsItIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().end((socket) -> {
			this.events.add("end");
			socket.send(new byte[MIB]);
		}).build()); Peer peer = Peer.connectNarrow(listener.port())) {
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close CLOSE_TIMEOUT");
			assertThat(listener.sockets()).isEmpty();
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B63 after end() a paused socket waits for its own resume, not for the peer")
	void whenEndedWhilePausedTheDeadlineWaits() throws Exception {
		try (ClockedSocket clocked = new ClockedSocket(HASTY, this.events.handlers().build())) {
			TcpSocket<String> socket = clocked.socket();
			socket.pause();
			socket.end();
			clocked.advance(Duration.ofMinutes(1));
			assertThat(this.events.all()).containsExactly("open");
			socket.resume();
			clocked.advance(Duration.ofMillis(100));
			assertThat(this.events.all()).containsExactly("open", "close CLOSE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B63 a peer that takes or sends something in time keeps its connection")
	void whenPeerShowsLifeTheDeadlineMoves() throws Exception {
		try (ClockedSocket clocked = new ClockedSocket(HASTY, this.events.handlers().build())) {
			clocked.stall();
			clocked.socket().end("hello");
			clocked.advance(Duration.ofMillis(99));
			clocked.take();
			clocked.advance(Duration.ofMillis(99));
			clocked.receive("slow");
			clocked.advance(Duration.ofMillis(99));
			assertThat(this.events.all()).containsExactly("open", "data slow");
			clocked.advance(Duration.ofMillis(1));
			assertThat(this.events.all()).containsExactly("open", "data slow", "close CLOSE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B63 a close timeout of zero waits for ever")
	void whenCloseTimeoutIsZeroThereIsNoDeadline() throws Exception {
		SocketOptions patient = SocketOptions.builder().closeTimeout(Duration.ZERO).build();
		try (ClockedSocket clocked = new ClockedSocket(patient, this.events.handlers().build())) {
			clocked.socket().end();
			clocked.advance(Duration.ofDays(100));
			clocked.peerFinishes();
			assertThat(this.events.all()).containsExactly("open", "end", "close LOCAL_END");
		}
	}

}
