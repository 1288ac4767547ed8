package io.tcpboot;

import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code end}: to finish writing, and go on reading.
 */
class EndTests {

	private static final int MIB = 1024 * 1024;

	private final Events events = new Events();

	@Test
	@DisplayName("B53 end() sends a FIN after everything accepted, and data still arrives")
	void whenEndedTheFinComesLastAndDataStillArrives() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send("hello");
			socket.end();
			assertThat(peer.readAllText()).isEqualTo("hello");
			peer.send("more").finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data more", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B53 end() sends a FIN only after a megabyte that waits for the peer")
	void whenEndedWithMuchPendingTheFinComesLast() throws Exception {
		SocketOptions options = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		byte[] bytes = Flow.bytes(MIB);
		try (TcpListener<String> listener = TestLoop.listen(options, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(bytes);
			socket.end();
			assertThat(socket.pendingBytes()).isPositive();
			Received.assertWhole(peer.readAll(), bytes);
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B53 after end() every write says that the socket takes no more")
	void whenEndedWritesAreRefused() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.end();
			assertThat(socket.write(new byte[1])).isEqualTo(TcpSocket.CLOSED);
			assertThat(socket.send("no")).isFalse();
			assertThat(socket.end("no")).isFalse();
			assertThat(socket.isOpen()).isFalse();
			assertThat(peer.readAllText()).isEmpty();
		}
	}

	@Test
	@DisplayName("B53 after end() inside data, more data arrives")
	void whenEndedInsideDataMoreDataArrives() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.end("bye");
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			assertThat(peer.readAllText()).isEqualTo("bye");
			peer.send("two").finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data onetwo", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B53 end() inside open leaves a socket that only reads")
	void whenEndedInsideOpenTheSocketStillReads() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.end();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.readAllText()).isEmpty();
			peer.send("hello").finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B54 end(data) delivers every byte to a slow peer")
	void whenEndedWithDataASlowPeerReceivesEveryByte() throws Exception {
		byte[] bytes = Flow.bytes(4 * MIB);
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.end(bytes)).isTrue();
			assertThat(socket.pendingBytes() + socket.bytesWritten()).isEqualTo(bytes.length);
			Received.assertWhole(peer.readAll(), bytes);
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close LOCAL_END");
			assertThat(socket.bytesWritten()).isEqualTo(bytes.length);
		}
	}

	@Test
	@DisplayName("B54 end(data) accepts what no send would: it goes past every bound")
	void whenEndedWithDataNoBoundHolds() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(10).maxPending(10).build();
		byte[] bytes = Flow.bytes(MIB);
		try (TcpListener<String> listener = TestLoop.listen(options, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.send(bytes)).isFalse();
			assertThat(socket.end(bytes)).isTrue();
			Received.assertWhole(peer.readAll(), bytes);
		}
	}

	@Test
	@DisplayName("B54 end(data) tells the truth: false, and nothing taken, once it is over")
	void whenEndedTwiceTheSecondTakesNothing() throws Exception {
		ByteBuf first = Unpooled.copiedBuffer("first".getBytes());
		ByteBuf second = Unpooled.copiedBuffer("second".getBytes());
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.end(first)).isTrue();
			assertThat(socket.end(second)).isFalse();
			assertThat(first.isReadable()).isFalse();
			assertThat(second.readableBytes()).isEqualTo(6);
			assertThat(peer.readAllText()).isEqualTo("first");
		}
	}

	@Test
	@DisplayName("B56 after end(request) the peer's reply is delivered")
	void whenRequestIsEndedTheReplyIsDelivered() throws Exception {
		try (ServerSocket server = Peer.listen()) {
			TcpSocket<String> socket = TestLoop.LOOP
				.connect(ClientOptions.to("localhost", server.getLocalPort()), this.events.handlers().build())
				.get(10, TimeUnit.SECONDS);
			try (Peer peer = Peer.accept(server)) {
				socket.end("request");
				assertThat(peer.readAllText()).isEqualTo("request");
				peer.send("reply");
			}
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data reply", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B56 after end(request) a reply of 16 MiB is delivered whole")
	void whenRequestIsEndedALongReplyIsDelivered() throws Exception {
		byte[] reply = Flow.bytes(16 * MIB);
		Received received = new Received();
		try (TcpListener<String> listener = TestLoop
			.listen(this.events.handlers().data((socket, bytes) -> socket.send(reply)).build())) {
			TestLoop.LOOP.connect(ClientOptions.to("localhost", listener.port()),
					received.handlers().open((socket) -> socket.end("request")).build());
			Received.assertWhole(received.awaitClose(), reply);
		}
		assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
	}

}
