package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how long {@code close} waits for the peer to finish.
 */
class LingerTests {

	private static final SocketOptions HASTY = SocketOptions.builder().lingerTimeout(Duration.ofMillis(100)).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B55 close() drops input for a bounded time, then gives the descriptor back")
	void whenLingerTimeIsOverThePeerIsCutOff() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().discardData().build());
				Peer peer = Peer.connect(listener.port());
				Chatter chatter = Chatter.endless(peer)) {
			this.events.socket().close();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
			assertThat(listener.sockets()).isEmpty();
			Events.until(chatter::isOver);
		}
	}

	@Test
	@DisplayName("B63 close() does not wait for ever for a silent peer")
	void whenPeerIsSilentTheSocketClosesAfterTheLingerTime() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(HASTY, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().close();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
			assertThat(listener.sockets()).isEmpty();
			assertThat(peer.readAll()).isEmpty();
		}
	}

	@Test
	@DisplayName("B55 close() is over as soon as the peer has finished")
	void whenPeerFinishesTheSocketClosesAtOnce() throws Exception {
		try (ClockedSocket clocked = new ClockedSocket(HASTY, this.events.handlers().build())) {
			clocked.socket().close();
			clocked.advance(Duration.ofMillis(99));
			assertThat(this.events.all()).containsExactly("open");
			clocked.peerFinishes();
			assertThat(this.events.all()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 the linger time begins with the FIN, not with close()")
	void whenBytesArePendingTheLingerTimeHasNotBegun() throws Exception {
		try (ClockedSocket clocked = new ClockedSocket(HASTY, this.events.handlers().build())) {
			clocked.stall();
			clocked.socket().send("hello");
			clocked.socket().close();
			clocked.advance(Duration.ofSeconds(1));
			clocked.take();
			clocked.advance(Duration.ofMillis(99));
			assertThat(this.events.all()).containsExactly("open");
			clocked.advance(Duration.ofMillis(1));
			assertThat(this.events.all()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 what the peer sends does not extend the linger time")
	void whenPeerKeepsSendingTheLingerTimeStaysTheSame() throws Exception {
		try (ClockedSocket clocked = new ClockedSocket(HASTY, this.events.handlers().build())) {
			clocked.socket().close();
			clocked.advance(Duration.ofMillis(99));
			clocked.receive("more");
			clocked.advance(Duration.ofMillis(1));
			assertThat(this.events.all()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 with a linger time of zero, close() waits for nobody")
	void whenLingerTimeIsZeroTheSocketClosesAtOnce() throws Exception {
		SocketOptions options = SocketOptions.builder().lingerTimeout(Duration.ZERO).build();
		try (TcpListener<String> listener = TestLoop.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().send("hello");
			this.events.socket().close();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
			assertThat(peer.readAllText()).isEqualTo("hello");
		}
	}

}
