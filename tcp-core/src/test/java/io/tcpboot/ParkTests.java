package io.tcpboot;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TcpListener#park()}.
 */
class ParkTests {

	private static final Duration LIMIT = Duration.ofMillis(100);

	private final Events before = new Events();

	private final Events after = new Events();

	@Test
	void whenParkedBytesAndEndWaitForTheNewHandlers() throws Exception {
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = parked(listener);
			peer.send("hello").finish();
			TestLoop.settle(socket);
			listener.reload(this.after.handlers().build());
			TestLoop.settle(socket);
			assertThat(this.after.all()).isEmpty();
			listener.unpark();
			assertThat(this.after.awaitClose()).containsExactly("reload", "data hello", "end", "close PEER_END");
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@Test
	void whenParkedAsTheSocketsPageDoesTheNewHandlersServe() throws Exception {
		SocketHandlers<String> handlers = this.after.handlers().build();
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			this.before.socket();
			// @formatter:off
listener.park().thenRun(() -> {
	listener.reload(handlers);
	listener.unpark();
});
			// @formatter:on
			this.after.await("reload");
			peer.send("hello").finish();
			assertThat(this.after.awaitClose()).containsExactly("reload", "data hello", "end", "close PEER_END");
		}
	}

	@Test
	void whenReloadedTwiceWhileParkedOnlyTheLastIsTold() throws Exception {
		Events between = new Events();
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			parked(listener);
			listener.reload(between.handlers().build());
			listener.reload(this.after.handlers().build());
			listener.unpark();
			assertThat(this.after.await("reload")).containsExactly("reload");
			assertThat(between.all()).isEmpty();
			assertThat(peer.finish().readAll()).isEmpty();
		}
	}

	@Test
	void whenConnectedWhileParkedTheConnectionWaitsInTheBacklog() throws Exception {
		try (TcpListener<String> listener = listen(); Peer first = Peer.connect(listener.port())) {
			parked(listener);
			try (Peer second = Peer.connect(listener.port())) {
				second.send("hello");
				TestLoop.settle();
				assertThat(listener.accepted()).isOne();
				listener.reload(this.after.handlers().build());
				listener.unpark();
				this.after.awaitReceived("hello");
				assertThat(this.after.all()).contains("open");
			}
			assertThat(first.finish().readAll()).isEmpty();
		}
	}

	@Test
	void whenThePeerResetsWhileParkedCloseIsToldAfterwards() throws Exception {
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = parked(listener);
			CompletionStage<CloseReason> closed = socket.closed();
			peer.reset();
			TestLoop.settle(socket);
			assertThat(closed.toCompletableFuture()).isNotDone();
			assertThat(this.before.all()).containsExactly("open");
			listener.unpark();
			assertThat(closed.toCompletableFuture()).succeedsWithin(10, TimeUnit.SECONDS);
			assertThat(this.before.awaitClose()).containsExactly("open", "close RESET");
		}
	}

	@Test
	void whenTheApplicationClosesWhileParkedCloseIsToldAfterwards() throws Exception {
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = parked(listener);
			socket.send("bye");
			socket.close();
			assertThat(peer.readAllText()).isEqualTo("bye");
			peer.finish();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			listener.unpark();
			assertThat(this.before.awaitClose()).containsExactly("open", "close LOCAL_END");
			listener.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void whenAHandlerIsBusyParkedWaitsForIt() throws Exception {
		CompletableFuture<Void> work = new CompletableFuture<>();
		SocketHandlers<String> handlers = this.before.handlers().asyncData((socket, bytes) -> {
			this.before.data(socket, bytes);
			return work;
		}).build();
		try (TcpListener<String> listener = TestLoop.listen(handlers); Peer peer = Peer.connect(listener.port())) {
			peer.send("hello");
			this.before.await("data hello");
			CompletableFuture<Void> parked = listener.park().toCompletableFuture();
			TestLoop.settle(this.before.socket());
			assertThat(parked).isNotDone();
			peer.send("more");
			work.complete(null);
			assertThat(parked).succeedsWithin(10, TimeUnit.SECONDS);
			TestLoop.settle(this.before.socket());
			assertThat(this.before.received()).isEqualTo("hello");
			listener.unpark();
			this.before.awaitReceived("hellomore");
		}
	}

	@Test
	void whenAHandlerParksItReturnsFirst() throws Exception {
		CompletableFuture<TcpListener<String>> server = new CompletableFuture<>();
		CompletableFuture<Boolean> parkedInside = new CompletableFuture<>();
		// One event loop for the listening channel and the socket.
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		SocketHandlers<String> handlers = this.before.handlers().data((socket, bytes) -> {
			CompletableFuture<Void> parked = server.join().park().toCompletableFuture();
			parkedInside.complete(parked.isDone());
			parked.thenRun(server.join()::unpark);
			this.before.data(socket, bytes);
		}).build();
		try (loop;
				TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(), handlers);
				Peer peer = Peer.connect(listener.port())) {
			server.complete(listener);
			peer.send("one");
			this.before.awaitReceived("one");
			assertThat(parkedInside).isCompletedWithValue(false);
			peer.send("two");
			this.before.awaitReceived("onetwo");
		}
	}

	@Test
	void whenThereIsRoomAgainWhileParkedDrainComesAfterwards() throws Exception {
		SocketOptions narrow = SocketOptions.builder().sendBufferSize(16 * 1024).build();
		byte[] bytes = Flow.bytes(8 * 1024 * 1024);
		try (TcpListener<String> listener = TestLoop.listen(narrow, this.before.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.before.socket();
			int taken = socket.write(bytes, 0, bytes.length);
			parked(listener);
			assertThat(peer.read(taken)).hasSize(taken);
			Events.until(() -> socket.pendingBytes() == 0);
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			listener.unpark();
			this.before.await("drain");
		}
	}

	@Test
	void whenParkedAndUnparkedAtOnceTheLastWordWins() throws Exception {
		try (TcpListener<String> listener = listen(); Peer peer = Peer.connect(listener.port())) {
			for (int round = 0; round < 1000; round++) {
				listener.park();
				listener.unpark();
			}
			peer.send("hello");
			this.before.awaitReceived("hello");
			try (Peer second = Peer.connect(listener.port())) {
				this.before.socket(1);
				assertThat(second.finish().readAll()).isEmpty();
			}
		}
	}

	@RepeatedTest(20)
	void whenStoppedWhoWaitsOutsideDoesNotComeIn() throws Exception {
		TcpListener<String> listener = listen();
		Stages.get(listener.park());
		try (Peer peer = Peer.connect(listener.port())) {
			Stages.get(listener.stop());
			assertThat(peer.readsReset()).isTrue();
			assertThat(listener.accepted()).isZero();
		}
		finally {
			listener.close();
		}
	}

	@Test
	void whenStoppedByForceEverySocketIsToldOnce() throws Exception {
		TcpListener<String> listener = listen();
		try (Peer peer = Peer.connect(listener.port())) {
			parked(listener);
			listener.close();
			assertThat(this.before.awaitClose()).containsExactly("open", "close SHUTDOWN");
			assertThat(listener.stopped().toCompletableFuture()).isDone();
			assertThat(peer.readAll()).isEmpty();
		}
	}

	@Test
	void whenShutDownWhatWaitedIsServed() throws Exception {
		SocketHandlers<String> handlers = this.before.handlers()
			.shutdown((socket) -> this.before.add("shutdown"))
			.build();
		try (TcpListener<String> listener = TestLoop.listen(handlers); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = parked(listener);
			socket.shutdown();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			CompletionStage<Void> stopped = listener.shutdown(Duration.ofSeconds(10));
			assertThat(peer.readAll()).isEmpty();
			peer.finish();
			assertThat(stopped.toCompletableFuture()).succeedsWithin(5, TimeUnit.SECONDS);
			assertThat(this.before.all()).containsExactly("open", "shutdown", "close SHUTDOWN");
		}
	}

	@Test
	void whenTheEventLoopClosesEverySocketIsToldOnce() throws Exception {
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(), this.before.handlers().build());
		try (Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = parked(listener);
			peer.reset();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			loop.close();
			assertThat(this.before.all()).hasSize(2).last().asString().startsWith("close");
			assertThat(listener.park().toCompletableFuture()).isDone();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenAHandshakeEndsWhileParkedOpenComesAfterwards(TlsProvider provider) throws Exception {
		ServerOptions options = TestLoop.anyPort().tls(TestTls.server(provider)).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.before.handlers().build());
				Peer plain = Peer.connect(listener.port())) {
			Events.until(() -> listener.accepted() == 1);
			assertThat(listener.park().toCompletableFuture()).succeedsWithin(10, TimeUnit.SECONDS);
			Peer peer = TlsPeer.upgrade(plain).send("hello");
			Events.until(() -> listener.handshakes() == 1);
			assertThat(this.before.all()).isEmpty();
			listener.unpark();
			this.before.awaitReceived("hello");
			assertThat(this.before.story()).containsExactly("open", "data hello");
			assertThat(peer.finish().readAll()).isEmpty();
		}
	}

	@Test
	void whenTheTimerRunsOutWhileParkedItIsToldAfterwards() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.before.handlers().build())) {
			clocked.socket().timeout(LIMIT);
			clocked.park();
			clocked.advance(LIMIT);
			assertThat(this.before.all()).containsExactly("open");
			clocked.unpark();
			assertThat(this.before.all()).containsExactly("open", "timeout");
		}
	}

	@Test
	void whenParkedSilenceIsNotCounted() {
		SocketOptions options = SocketOptions.builder().idleTimeout(LIMIT).readTimeout(LIMIT).build();
		try (ClockedSocket clocked = new ClockedSocket(options, this.before.handlers().build())) {
			clocked.park();
			clocked.advance(LIMIT.multipliedBy(10));
			clocked.advance(Duration.ofMillis(99));
			clocked.unpark();
			clocked.advance(Duration.ofMillis(99));
			assertThat(clocked.socket().isOpen()).isTrue();
			clocked.advance(Duration.ofMillis(1));
			assertThat(clocked.socket().isOpen()).isFalse();
		}
	}

	private TcpListener<String> listen() {
		return TestLoop.listen(this.before.handlers().build());
	}

	private TcpSocket<String> parked(TcpListener<String> listener) {
		TcpSocket<String> socket = this.before.socket();
		assertThat(listener.park().toCompletableFuture()).succeedsWithin(10, TimeUnit.SECONDS);
		return socket;
	}

}
