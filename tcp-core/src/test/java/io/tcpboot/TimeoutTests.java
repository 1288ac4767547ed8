package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of the timer that a socket carries for its application.
 */
class TimeoutTests {

	private static final Duration MILLIS_100 = Duration.ofMillis(100);

	private static final SocketOptions CLOSING = SocketOptions.builder().closeOnTimeout(true).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B69 a timer of 100 ms fires after 100 ms, and not seconds later")
	void whenArmedTheTimerFiresInTime() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			long before = System.nanoTime();
			socket.timeout(MILLIS_100);
			this.events.await("timeout");
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(MILLIS_100, Duration.ofSeconds(3));
			peer.finish();
		}
	}

	@Test
	@DisplayName("B69 the timer tells 100 ms from 101 ms")
	void whenTimeIsNotUpTheTimerDoesNotFire() {
		try (ClockedSocket clocked = new ClockedSocket(CLOSING, this.events.handlers().build())) {
			clocked.socket().timeout(MILLIS_100.plusMillis(1));
			clocked.advance(MILLIS_100);
			assertThat(this.events.all()).containsExactly("open");
			clocked.advance(Duration.ofMillis(1));
			assertThat(this.events.all()).contains("timeout");
		}
	}

	@Test
	@DisplayName("B69 arming again starts anew, and only the last one fires")
	void whenArmedAgainOnlyTheLastTimerFires() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(Duration.ofMillis(60));
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(Duration.ofMillis(99));
			assertThat(this.events.all()).containsExactly("open");
			clocked.advance(Duration.ofMillis(1));
			clocked.advance(Duration.ofHours(1));
			assertThat(this.events.all()).containsExactly("open", "timeout");
		}
	}

	@Test
	@DisplayName("B69 zero cancels the timer")
	void whenCancelledTheTimerDoesNotFire() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(Duration.ofMillis(99));
			clocked.socket().timeout(Duration.ZERO);
			clocked.advance(Duration.ofHours(1));
			assertThat(this.events.all()).containsExactly("open");
		}
	}

	@Test
	@DisplayName("B69 traffic does not reset the timer")
	void whenTrafficFlowsTheTimerFiresAllTheSame() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(Duration.ofMillis(99));
			clocked.receive("hello");
			clocked.socket().send("hello");
			clocked.advance(Duration.ofMillis(1));
			assertThat(this.events.all()).containsExactly("open", "data hello", "timeout");
		}
	}

	@Test
	@DisplayName("B69 the timer may be armed again inside timeout")
	void whenArmedInsideTimeoutItFiresAgain() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().timeout((socket) -> {
			this.events.add("timeout");
			socket.timeout((this.events.count("timeout") < 3) ? Duration.ofMillis(1) : Duration.ZERO);
			if (this.events.count("timeout") == 3) {
				socket.close();
			}
		}).build()); Peer peer = Peer.connect(listener.port())) {
			this.events.socket().timeout(Duration.ofMillis(1));
			peer.readAll();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "timeout", "timeout", "timeout",
					"close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B69 a negative time is refused")
	void whenTimeIsNegativeItIsRefused() {
		try (ClockedSocket clocked = new ClockedSocket(CLOSING, this.events.handlers().build())) {
			assertThatIllegalArgumentException().isThrownBy(() -> clocked.socket().timeout(Duration.ofMillis(-1)))
				.withMessageContaining("timeout");
		}
	}

	@Test
	@DisplayName("B71 timeout does not close by itself: the connection goes on")
	void whenTimerFiresTheConnectionGoesOn() throws Exception {
		try (TcpListener<String> listener = TestLoop
			.listen(this.events.handlers().timeout((socket) -> socket.send("hurry")).build());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().timeout(Duration.ofMillis(1));
			assertThat(peer.readText(5)).isEqualTo("hurry");
			peer.send("sorry").finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data sorry", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B71 with closeOnTimeout, timeout is called and then the socket closes with that reason")
	void whenClosingOnTimeoutTheReasonIsVisible() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(CLOSING, this.events.handlers().timeout((socket) -> {
			this.events.add("timeout");
			socket.send("bye");
		}).build()); Peer peer = Peer.connect(listener.port())) {
			this.events.socket().timeout(Duration.ofMillis(1));
			assertThat(peer.readAllText()).isEqualTo("bye");
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "timeout", "close TIMEOUT");
			assertThat(this.events.socket().closeReason()).isEqualTo(CloseReason.TIMEOUT);
			assertThat(listener.closed(CloseReason.TIMEOUT)).isOne();
		}
	}

	@Test
	@DisplayName("B71 with closeOnTimeout, the reason is visible after the peer's FIN too")
	void whenClosingOnTimeoutAfterThePeersFinTheReasonIsVisible() {
		SocketOptions options = CLOSING.toBuilder().allowHalfOpen(true).build();
		try (ClockedSocket clocked = new ClockedSocket(options, this.events.handlers().build())) {
			clocked.peerFinishes();
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(MILLIS_100);
			assertThat(this.events.all()).containsExactly("open", "end", "timeout", "close TIMEOUT");
		}
	}

	@Test
	@DisplayName("B71 without a timeout handler, closeOnTimeout still closes")
	void whenNobodyHandlesTheTimeoutTheSocketCloses() throws Exception {
		Received received = new Received();
		try (TcpListener<String> listener = TestLoop.listen(CLOSING, received.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			received.socket().timeout(Duration.ofMillis(1));
			peer.readAll();
			peer.finish();
			assertThat(received.awaitClose()).isEmpty();
			assertThat(received.socket().closeReason()).isEqualTo(CloseReason.TIMEOUT);
		}
	}

	@Test
	@DisplayName("B71 no timer fires after close")
	void whenClosedTheTimerNeverFires() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			clocked.socket().timeout(MILLIS_100);
			clocked.socket().terminate();
			clocked.advance(MILLIS_100);
			clocked.socket().timeout(MILLIS_100);
			clocked.advance(MILLIS_100);
			assertThat(this.events.all()).containsExactly("open", "close TERMINATED");
		}
	}

}
