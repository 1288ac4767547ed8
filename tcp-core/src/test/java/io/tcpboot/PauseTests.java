package io.tcpboot;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code pause} and {@code resume}.
 */
class PauseTests {

	private static final int MIB = 1024 * 1024;

	private final Events events = new Events();

	@Test
	@DisplayName("B64 while paused the peer's sender stalls, and resume delivers every byte in order")
	void whenPausedTheSenderStallsAndNothingIsLost() throws Exception {
		byte[] bytes = Flow.bytes(32 * MIB);
		Received received = new Received();
		try (TcpListener<String> listener = TestLoop.listen(received.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = received.socket();
			socket.pause();
			TestLoop.settle(socket);
			try (Chatter chatter = Chatter.of(peer, bytes)) {
				chatter.awaitStall();
				assertThat(chatter.sentBytes()).isLessThan(bytes.length);
				assertThat(socket.bytesRead()).isZero();
				socket.resume();
				chatter.awaitSent();
				peer.finish();
				Received.assertWhole(received.awaitClose(), bytes);
			}
		}
	}

	@Test
	@DisplayName("B64 pause inside data holds back what comes after it")
	void whenPausedInsideDataTheNextDataWaits() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.pause();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			this.events.awaitReceived("one");
			TcpSocket<String> socket = this.events.socket();
			peer.send("two");
			TestLoop.settle(socket);
			assertThat(this.events.received()).isEqualTo("one");
			assertThat(socket.isPaused()).isTrue();
			socket.resume();
			this.events.awaitReceived("onetwo");
		}
	}

	@Test
	@DisplayName("B64 pausing and resuming again and again loses nothing")
	void whenPausedAgainAndAgainNothingIsLost() throws Exception {
		byte[] bytes = Flow.bytes(8 * MIB);
		Received received = new Received();
		try (TcpListener<String> listener = TestLoop.listen(received.handlers().build());
				Peer peer = Peer.connect(listener.port());
				Chatter chatter = Chatter.of(peer, bytes)) {
			TcpSocket<String> socket = received.socket();
			while (!chatter.isOver()) {
				socket.pause();
				TestLoop.settle(socket);
				socket.resume();
			}
			peer.finish();
			Received.assertWhole(received.awaitClose(), bytes);
		}
	}

	@Test
	@DisplayName("B64 a paused socket still writes")
	void whenPausedWritesGoOn() throws Exception {
		byte[] bytes = Flow.bytes(MIB);
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.pause();
			TestLoop.settle(socket);
			peer.send("unread");
			assertThat(socket.send(bytes)).isTrue();
			Received.assertWhole(peer.read(MIB), bytes);
			TestLoop.settle(socket);
			assertThat(this.events.all()).containsExactly("open");
		}
	}

	@Test
	@DisplayName("B65 a FIN received while paused is reported after resume, behind the data")
	void whenPeerFinishesWhilePausedTheEndWaits() throws Exception {
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.send("hello").finish();
			TestLoop.settle(socket);
			assertThat(this.events.all()).containsExactly("open");
			socket.resume();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B65 a pause inside data holds back the FIN that came with it")
	void whenPausedInsideDataTheEndWaits() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.pause();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("x").finish();
			this.events.await("data x");
			TcpSocket<String> socket = this.events.socket();
			TestLoop.settle(socket);
			assertThat(socket.send("still here")).isTrue();
			assertThat(peer.readText(10)).isEqualTo("still here");
			assertThat(this.events.all()).containsExactly("open", "data x");
			socket.resume();
			assertThat(this.events.awaitClose()).containsExactly("open", "data x", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B65 a socket that was paused when its peer finished still writes megabytes")
	void whenPeerFinishesWhilePausedWritesGoOn() throws Exception {
		SocketOptions narrow = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).socket(narrow).build();
		byte[] bytes = Flow.bytes(MIB);
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.finish();
			TestLoop.settle(socket);
			assertThat(socket.send(bytes)).isTrue();
			Received.assertWhole(peer.read(MIB), bytes);
			socket.resume();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B67 a connection can be accepted paused: no byte is read before resume")
	void whenAcceptedPausedNothingIsReadBeforeResume() throws Exception {
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("hello");
			TcpSocket<String> socket = this.events.socket();
			TestLoop.settle(socket);
			assertThat(socket.isPaused()).isTrue();
			assertThat(socket.bytesRead()).isZero();
			socket.resume();
			this.events.awaitReceived("hello");
		}
	}

	@Test
	@DisplayName("B67 a connection accepted paused may be resumed in open")
	void whenAcceptedPausedAndResumedInOpenItIsRead() throws Exception {
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options,
				this.events.handlers().open(TcpSocket::resume).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("hello");
			this.events.awaitReceived("hello");
		}
	}

	@Test
	@DisplayName("B68 a paused socket costs no processor time while its peer keeps sending")
	void whenPausedTheLoopDoesNotWork() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().discardData().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.pause();
			TestLoop.settle(socket);
			try (Chatter chatter = Chatter.endless(peer)) {
				assertThat(LoopTime.used(socket)).isLessThan(LoopTime.IDLE);
				assertThat(chatter.isOver()).isFalse();
			}
		}
	}

}
