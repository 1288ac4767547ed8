package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the limits on silence: of the peer, of its reading, of both sides.
 */
class IdleTimeoutTests {

	private static final Duration LIMIT = Duration.ofMillis(100);

	private static final Duration ALMOST = Duration.ofMillis(99);

	private static final Duration REST = Duration.ofMillis(1);

	private static final SocketOptions READ = SocketOptions.builder().readTimeout(LIMIT).build();

	private static final SocketOptions WRITE = SocketOptions.builder()
		.writeTimeout(LIMIT)
		.sendBufferSize(16 * 1024)
		.build();

	private static final SocketOptions IDLE = SocketOptions.builder().idleTimeout(LIMIT).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B70 a connection without traffic closes after idleTimeout, and close says so")
	void whenNobodySendsTheSocketCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(IDLE, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.readAll()).isEmpty();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close IDLE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B70 a peer that sends nothing is closed after readTimeout, and close says so")
	void whenPeerSendsNothingTheSocketCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(READ, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.readAll()).isEmpty();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close READ_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B70 a peer that takes nothing is reset after writeTimeout, and close says so")
	void whenPeerTakesNothingItIsReset() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(WRITE, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			this.events.socket().send(new byte[1024 * 1024]);
			assertThat(this.events.awaitClose()).containsExactly("open", "close WRITE_TIMEOUT");
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B70 idleTimeout begins anew with every byte read or written")
	void whenEitherSideSendsTheIdleLimitBeginsAnew() {
		try (ClockedSocket clocked = new ClockedSocket(IDLE, this.events.handlers().build())) {
			clocked.advance(ALMOST);
			clocked.receive("in");
			clocked.advance(ALMOST);
			clocked.send("out");
			clocked.advance(ALMOST);
			assertThat(this.events.all()).containsExactly("open", "data in");
			clocked.advance(REST);
			clocked.peerFinishes();
			assertThat(this.events.all()).last().isEqualTo("close IDLE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B70 readTimeout begins anew with what is read, not with what is written")
	void whenPeerSendsTheReadLimitBeginsAnew() {
		try (ClockedSocket clocked = new ClockedSocket(READ, this.events.handlers().build())) {
			clocked.advance(ALMOST);
			clocked.receive("in");
			clocked.advance(ALMOST);
			assertThat(clocked.socket().isOpen()).isTrue();
			clocked.send("out");
			clocked.advance(REST);
			assertThat(clocked.socket().isOpen()).isFalse();
		}
	}

	@Test
	@DisplayName("B70 readTimeout does not run while the socket is paused")
	void whenPausedTheReadLimitStandsStill() {
		try (ClockedSocket clocked = new ClockedSocket(READ, this.events.handlers().build())) {
			clocked.socket().pause();
			clocked.advance(Duration.ofHours(1));
			clocked.socket().resume();
			clocked.advance(ALMOST);
			assertThat(clocked.socket().isOpen()).isTrue();
			clocked.advance(REST);
			assertThat(clocked.socket().isOpen()).isFalse();
		}
	}

	@Test
	@DisplayName("B70 writeTimeout runs only while something is pending, and begins anew when the peer takes some")
	void whenNothingIsPendingTheWriteLimitStandsStill() {
		try (ClockedSocket clocked = new ClockedSocket(WRITE, this.events.handlers().build())) {
			clocked.advance(Duration.ofHours(1));
			clocked.stall();
			clocked.send("one");
			clocked.advance(ALMOST);
			clocked.take(1);
			clocked.advance(ALMOST);
			assertThat(clocked.socket().isOpen()).isTrue();
			clocked.receive("what is read does not count");
			clocked.advance(REST);
			assertThat(this.events.all()).last().isEqualTo("close WRITE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B70 writeTimeout is off again when everything was taken")
	void whenEverythingWasTakenTheWriteLimitIsOff() {
		try (ClockedSocket clocked = new ClockedSocket(WRITE, this.events.handlers().build())) {
			clocked.stall();
			clocked.send("one");
			clocked.advance(ALMOST);
			clocked.take();
			clocked.advance(Duration.ofHours(1));
			assertThat(this.events.all()).containsExactly("open");
		}
	}

	@Test
	@DisplayName("B70 a half-open connection that falls idle closes with that reason")
	void whenAHalfOpenConnectionIsIdleTheReasonIsVisible() {
		SocketOptions options = IDLE.toBuilder().allowHalfOpen(true).build();
		try (ClockedSocket clocked = new ClockedSocket(options, this.events.handlers().build())) {
			clocked.peerFinishes();
			clocked.advance(LIMIT);
			assertThat(this.events.all()).containsExactly("open", "end", "close IDLE_TIMEOUT");
		}
	}

	@Test
	@DisplayName("B70 limits of zero, the default, are none")
	void whenNoLimitIsSetSilenceIsForEver() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			clocked.advance(Duration.ofDays(100));
			assertThat(this.events.all()).containsExactly("open");
		}
	}

}
