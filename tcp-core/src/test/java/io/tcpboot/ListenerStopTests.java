package io.tcpboot;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Stopping a listener: gently, at once, with grace.
 */
class ListenerStopTests {

	private final Events events = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	private TcpListener<String> listen(SocketHandlers.Builder<String> handlers) {
		// No socket goes by itself while a test looks on.
		SocketOptions options = SocketOptions.builder().highWaterMark(4).lingerTimeout(Duration.ofHours(1)).build();
		return TestLoop.listen(options, handlers.build());
	}

	private TcpListener<String> echo(int peers) throws Exception {
		TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> socket.send(bytes)));
		connect(listener, peers);
		return listener;
	}

	private void connect(TcpListener<String> listener, int count) throws Exception {
		this.peers.connect(listener.port(), count);
		Events.until(() -> this.events.count("open") == this.peers.size());
	}

	@Test
	@DisplayName("B6 stop refuses new connections, open ones go on in both directions")
	void whenStoppedOpenSocketsGoOn() throws Exception {
		try (TcpListener<String> listener = echo(1)) {
			listener.stop();
			assertThat(listener.isListening()).isFalse();
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Peer.connect(listener.port()).close());
			assertThat(this.peers.get(0).send("still here").readText(10)).isEqualTo("still here");
		}
	}

	@Test
	@DisplayName("B6 stop is idempotent")
	void whenStoppedAgainNothingChanges() throws Exception {
		try (TcpListener<String> listener = echo(1)) {
			CompletionStage<Void> first = listener.stop();
			CompletionStage<Void> second = listener.stop();
			assertThat(this.peers.get(0).send("on").readText(2)).isEqualTo("on");
			this.peers.get(0).close();
			Stages.get(first);
			Stages.get(second);
			Stages.get(listener.stop());
			assertThat(this.events.all()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B7 stopNow closes every socket once; a second call is harmless")
	void whenStoppedNowEverySocketClosesOnce() throws Exception {
		TcpListener<String> listener = echo(5);
		listener.stopNow();
		Stages.get(listener.stopNow());
		Stages.get(listener.stopNow());
		assertThat(this.events.all()).hasSize(10);
		assertThat(this.events.count("close SHUTDOWN")).isEqualTo(5);
		assertThat(listener.closed(CloseReason.SHUTDOWN)).isEqualTo(5);
	}

	@Test
	@DisplayName("B7 stopNow works after an earlier stop")
	void whenStoppedBeforeStopNowStillCloses() throws Exception {
		TcpListener<String> listener = echo(2);
		CompletionStage<Void> stopped = listener.stop();
		listener.stopNow();
		Stages.get(stopped);
		assertThat(this.events.count("close SHUTDOWN")).isEqualTo(2);
	}

	@Test
	@DisplayName("B9 after stop the port can be bound again at once, though a socket is still open")
	void whenStoppedThePortCanBeBoundAgain() throws Exception {
		try (TcpListener<String> first = echo(1)) {
			first.stop();
			ServerOptions same = TestLoop.anyPort().port(first.port()).build();
			try (TcpListener<String> second = TestLoop.LOOP.listen(same, this.events.handlers().build());
					Peer peer = Peer.connect(second.port())) {
				peer.send("to the second");
				this.events.await("data to the second");
				assertThat(this.peers.get(0).send("first").readText(5)).isEqualTo("first");
			}
		}
	}

	@Test
	@DisplayName("B9 port and host stay readable")
	void whenClosedPortAndHostStayReadable() throws Exception {
		TcpListener<String> listener = echo(0);
		int port = listener.port();
		listener.close();
		assertThat(listener.port()).isEqualTo(port).isPositive();
		assertThat(listener.host()).isEqualTo("localhost");
		assertThat(listener.name()).isEqualTo("localhost:" + port);
		assertThat(listener.localAddress().toString()).endsWith(":" + port);
	}

	@Test
	@DisplayName("B10 try-with-resources closes every socket, and waits for it")
	void whenLeftByTryEverySocketIsClosed() throws Exception {
		TcpListener<String> left;
		try (TcpListener<String> listener = echo(3)) {
			left = listener;
		}
		assertThat(this.events.count("close SHUTDOWN")).isEqualTo(3);
		assertThat(left.isListening()).isFalse();
		assertThat(this.peers.get(0).readAll()).isEmpty();
	}

	@Test
	@DisplayName("B11 stop(grace) completes when the last socket closes")
	void whenLastSocketClosesTheStopIsComplete() throws Exception {
		TcpListener<String> listener = echo(2);
		CompletionStage<Void> stopped = listener.stop(Duration.ofHours(1));
		this.peers.get(0).close();
		this.events.await("close PEER_END");
		assertThat(this.peers.get(1).send("on").readText(2)).isEqualTo("on");
		assertThat(stopped.toCompletableFuture()).isNotDone();
		this.peers.get(1).close();
		Stages.get(stopped);
		assertThat(this.events.count("close PEER_END")).isEqualTo(2);
	}

	@Test
	@DisplayName("B11 stop(grace) closes what is open when the grace is over, and not before")
	void whenGraceIsOverTheRestIsClosed() throws Exception {
		TcpListener<String> listener = echo(2);
		Duration grace = Duration.ofMillis(60);
		long start = System.nanoTime();
		CompletableFuture<Long> stopped = listener.stop(grace)
			.thenApply((nothing) -> System.nanoTime() - start)
			.toCompletableFuture();
		assertThat(Stages.get(stopped)).isGreaterThanOrEqualTo(grace.toNanos());
		assertThat(this.events.count("close SHUTDOWN")).isEqualTo(2);
	}

	@Test
	@DisplayName("B11 stop(grace) with nothing open completes at once")
	void whenNothingIsOpenTheStopIsComplete() throws Exception {
		Stages.get(echo(0).stop(Duration.ofHours(1)));
	}

	@Test
	@DisplayName("B11 a negative grace is refused, and the listener goes on")
	void whenGraceIsNegativeItIsRefused() throws Exception {
		try (TcpListener<String> listener = echo(1)) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> listener.stop(Duration.ofMillis(-1)))
				.withMessage("grace: PT-0.001S (expected: not negative)");
			assertThat(this.peers.get(0).send("on").readText(2)).isEqualTo("on");
			assertThat(listener.isListening()).isTrue();
		}
	}

	@Test
	@DisplayName("B11 shutdown(grace) closes every socket in order: what was accepted still goes out")
	void whenShutDownEverySocketClosesInOrder() throws Exception {
		TcpListener<String> listener = echo(2);
		this.events.socket().send("goodbye");
		this.events.socket(1).send("goodbye");
		CompletionStage<Void> stopped = listener.shutdown(Duration.ofHours(1));
		for (Peer peer : this.peers.all()) {
			assertThat(peer.readAllText()).isEqualTo("goodbye");
			peer.finish();
		}
		Stages.get(stopped);
		assertThat(this.events.all()).containsExactly("open", "open", "close SHUTDOWN", "close SHUTDOWN");
	}

	@Test
	@DisplayName("B11 shutdown(grace) closes by force what is open when the grace is over")
	void whenShutDownAndThePeerStaysItIsClosedByForce() throws Exception {
		TcpListener<String> listener = echo(1);
		Stages.get(listener.shutdown(Duration.ofMillis(20)));
		assertThat(this.events.all()).containsExactly("open", "close SHUTDOWN");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> listener.shutdown(Duration.ofMillis(-1)))
			.withMessage("grace: PT-0.001S (expected: not negative)");
	}

}
