package io.tcpboot;

import java.util.concurrent.CompletableFuture;

import io.tcpboot.test.Peer;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a reset that meets a socket which is not read.
 */
class PausedResetTests {

	private static final String NIO = "NIO learns of a reset only by reading or writing";

	private static final ServerOptions PAUSED = TestLoop.anyPort().acceptPaused(true).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B66 a reset closes a paused socket without resume, after the bytes before it")
	@DisabledIf(value = "isNio", disabledReason = NIO)
	void whenPeerResetsAPausedSocketItClosesAfterItsBytes() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(PAUSED, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket();
			peer.send("hello").reset();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "close RESET");
			assertThat(listener.sockets()).isEmpty();
		}
	}

	@Test
	@DisplayName("B66 a reset behind a FIN closes a paused socket too")
	@DisabledIf(value = "isNio", disabledReason = NIO)
	void whenPeerFinishesAndResetsAPausedSocketItCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(PAUSED, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.send("hello").finish();
			TestLoop.settle(socket);
			peer.reset();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "close RESET");
		}
	}

	@Test
	@DisplayName("B66 a paused socket that was reset closes at resume at the latest")
	void whenAPausedSocketThatWasResetResumesItCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(PAUSED, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.send("hello").reset();
			socket.resume();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data hello", "close RESET");
		}
	}

	@Test
	@DisplayName("B66 a paused socket that was reset closes when it writes")
	void whenAPausedSocketThatWasResetWritesItCloses() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(PAUSED, this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.reset();
			socket.send("anyone?");
			assertThat(this.events.awaitClose()).containsExactly("open", "close RESET");
			assertThat(socket.pendingBytes()).isZero();
		}
	}

	@Test
	@DisplayName("B66 a paused socket with bytes pending closes when the peer resets")
	void whenPeerResetsAPausedSocketThatWritesItCloses() throws Exception {
		SocketOptions narrow = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		ServerOptions options = TestLoop.anyPort().acceptPaused(true).socket(narrow).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(new byte[1024 * 1024]);
			TestLoop.settle(socket);
			peer.reset();
			assertThat(this.events.awaitClose()).containsExactly("open", "close RESET");
			assertThat(socket.pendingBytes()).isZero();
		}
	}

	@Test
	@DisplayName("B66 a reset closes a socket whose asynchronous handler is busy")
	@DisabledIf(value = "isNio", disabledReason = NIO)
	void whenPeerResetsABusySocketItCloses() throws Exception {
		CompletableFuture<Void> work = new CompletableFuture<>();
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return work;
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("x");
			this.events.await("data x");
			peer.reset();
			assertThat(this.events.awaitClose()).containsExactly("open", "data x", "close RESET");
		}
		finally {
			work.complete(null);
		}
	}

	static boolean isNio() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.NIO;
	}

}
