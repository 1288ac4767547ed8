package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code close}: to go in order, whatever the peer still says.
 */
class CloseTests {

	private static final int MIB = 1024 * 1024;

	private static final SocketOptions PATIENT = SocketOptions.builder().lingerTimeout(Duration.ofSeconds(20)).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B55 close() with unread input does not destroy what was accepted")
	void whenClosedWithUnreadInputEveryByteArrives() throws Exception {
		byte[] bytes = Flow.bytes(4 * MIB);
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).socket(PATIENT).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send(new byte[64 * 1024]);
			TcpSocket<String> socket = this.events.socket();
			socket.send(bytes);
			socket.close();
			Received.assertWhole(peer.readAll(), bytes);
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 close() lets 16 MiB arrive whole at a peer that keeps sending")
	void whenClosedAPeerThatKeepsSendingReceivesEveryByte() throws Exception {
		byte[] bytes = Flow.bytes(16 * MIB);
		try (TcpListener<String> listener = TestLoop.listen(PATIENT, this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.send(bytes);
			socket.close();
		}).build()); Peer peer = Peer.connect(listener.port()); Chatter chatter = Chatter.endless(peer)) {
			Received.assertWhole(peer.readAll(), bytes);
			chatter.stop();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 end() lets 16 MiB arrive whole at a peer that keeps sending")
	void whenEndedAPeerThatKeepsSendingReceivesEveryByte() throws Exception {
		byte[] bytes = Flow.bytes(16 * MIB);
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.end(bytes);
		}).discardData().build()); Peer peer = Peer.connect(listener.port()); Chatter chatter = Chatter.endless(peer)) {
			Received.assertWhole(peer.readAll(), bytes);
			chatter.stop();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B55 close() sends its FIN while the peer is still sending")
	void whenClosedTheFinDoesNotWaitForThePeer() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(PATIENT, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port());
				Chatter chatter = Chatter.endless(peer)) {
			TcpSocket<String> socket = this.events.socket();
			socket.close();
			assertThat(peer.readAll()).isEmpty();
			assertThat(chatter.isOver()).isFalse();
			assertThat(socket.closeReason()).isNull();
		}
		this.events.awaitClose();
	}

	@Test
	@DisplayName("B55 after close() no more data is delivered, however much arrives")
	void whenClosedNoDataIsDelivered() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(PATIENT, this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			socket.close();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			assertThat(peer.readAll()).isEmpty();
			peer.send(new byte[MIB]).finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "data", "close LOCAL_END");
			assertThat(this.events.socket().bytesRead()).isEqualTo(3 + MIB);
		}
	}

	@Test
	@DisplayName("B62 end, close and terminate on a closed socket are harmless")
	void whenClosedFurtherCallsAreHarmless() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			peer.finish();
			this.events.awaitClose();
			TcpSocket<String> socket = this.events.socket();
			closeInEveryWay(socket);
			TestLoop.settle(socket);
			assertThat(this.events.all()).containsExactly("open", "end", "close PEER_END");
			assertThat(socket.closeReason()).isEqualTo(CloseReason.PEER_END);
		}
	}

	@Test
	@DisplayName("B62 end, close and terminate inside the close handler are harmless")
	void whenClosingFurtherCallsAreHarmless() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().close((socket, reason) -> {
			this.events.add("close " + reason);
			closeInEveryWay(socket);
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.finish();
			this.events.awaitClose();
			TestLoop.settle(this.events.socket());
			assertThat(this.events.all()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B62 end and close may be repeated while the socket closes")
	void whenEndedAndClosedAgainNothingChanges() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(PATIENT, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send("hello");
			socket.end();
			socket.end();
			socket.close();
			socket.close();
			socket.end("more");
			assertThat(peer.readAllText()).isEqualTo("hello");
			// An event loop in haste may look at the peer before it runs the close.
			TestLoop.settle(socket);
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

	private static void closeInEveryWay(TcpSocket<String> socket) {
		socket.end();
		assertThat(socket.end("no")).isFalse();
		socket.close();
		socket.terminate();
		socket.pause();
		socket.resume();
		socket.timeout(Duration.ofMillis(1));
		socket.noDelay(true);
		socket.keepAlive(true);
		assertThat(socket.send("no")).isFalse();
		assertThat(socket.flush()).isNotNull();
	}

}
