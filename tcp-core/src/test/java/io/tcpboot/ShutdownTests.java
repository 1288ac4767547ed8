package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shutting down in order: what is going on gets to its end, what is idle goes at once.
 */
class ShutdownTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final byte[] BIG = "0123456789".repeat(800_000).getBytes(StandardCharsets.US_ASCII);

	private final Events events = new Events();

	private final CompletableFuture<Void> busy = new CompletableFuture<>();

	@AutoClose
	private final Peers peers = new Peers();

	private TcpListener<String> listen(SocketHandlers.Builder<String> handlers, int peers) throws Exception {
		return listen(SocketOptions.builder(), handlers, peers);
	}

	private TcpListener<String> listen(SocketOptions.Builder options, SocketHandlers.Builder<String> handlers,
			int peers) throws Exception {
		TcpListener<String> listener = TestLoop.listen(options.lingerTimeout(LONG).build(), handlers.build());
		this.peers.connect(listener.port(), peers);
		Events.until(() -> this.events.count("open") == this.peers.size());
		return listener;
	}

	/**
	 * Answer once {@link #busy} is complete.
	 */
	private SocketHandlers.Builder<String> slow() {
		return this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return this.busy.thenRun(() -> socket.send("answer"));
		});
	}

	@Test
	@DisplayName("B11 shutdown(grace) tells each socket, and what the handler writes goes out")
	void whenShutDownEachSocketSaysGoodbye() throws Exception {
		TcpListener<String> listener = listen(this.events.handlers().shutdown((socket) -> {
			this.events.add("shutdown");
			socket.send("goodbye");
		}), 2);
		CompletionStage<Void> stopped = listener.shutdown(LONG);
		listener.shutdown(LONG);
		for (Peer peer : this.peers.all()) {
			assertThat(peer.readAllText()).isEqualTo("goodbye");
			peer.finish();
		}
		Stages.get(stopped);
		assertThat(this.events.count("shutdown")).isEqualTo(2);
		assertThat(this.events.count("close SHUTDOWN")).isEqualTo(2);
	}

	@Test
	@DisplayName("B11 shutdown(grace) waits for an asynchronous handler, and not for idle sockets")
	void whenAHandlerIsBusyItsAnswerGoesOut() throws Exception {
		TcpListener<String> listener = listen(slow(), 2);
		Peer asking = this.peers.get(0).send("ask");
		this.events.await("data ask");
		CompletionStage<Void> stopped = listener.shutdown(LONG);
		assertThat(this.peers.get(1).readAllText()).isEmpty();
		asking.send("too late");
		this.busy.complete(null);
		assertThat(asking.readAllText()).isEqualTo("answer");
		asking.finish();
		this.peers.get(1).finish();
		Stages.get(stopped);
		assertThat(this.events.count("data")).isOne();
	}

	@Test
	@DisplayName("B11 shutdown(grace) resets a socket whose handler is not done when the grace is over")
	void whenAHandlerIsTooSlowItsSocketIsReset() throws Exception {
		TcpListener<String> listener = listen(slow(), 1);
		Peer asking = this.peers.get(0).send("ask");
		this.events.await("data ask");
		CompletionStage<Void> stopped = listener.shutdown(Duration.ofMillis(20));
		assertThat(asking.readsReset()).isTrue();
		Stages.get(stopped);
		assertThat(this.events.all()).endsWith("close SHUTDOWN");
		this.busy.complete(null);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	@DisplayName("B11 shutdown(grace) resets in time what is left, also if a handler blocks an event loop")
	void whenAHandlerBlocksAnEventLoopTheSocketsOfTheOtherAreReset(int blocked) throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		TcpListener<String> listener = listen(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			if (bytes.readByte() == 'b') {
				goOn.await();
			}
			return this.busy;
		}), 2);
		try {
			Peer asking = this.peers.get(1 - blocked).send("ask");
			this.events.await("data ask");
			this.peers.get(blocked).send("block");
			this.events.await("data block");
			CompletableFuture.runAsync(() -> listener.shutdown(Duration.ofMillis(20)));
			assertThat(asking.readsReset()).isTrue();
		}
		finally {
			goOn.countDown();
			this.busy.complete(null);
			Stages.get(listener.stopNow());
		}
	}

	@Test
	@DisplayName("B11 shutdown(grace) lets a refused write go on in drain")
	void whenAWriteWasRefusedItGoesOn() throws Exception {
		AtomicInteger sent = new AtomicInteger();
		TcpListener<String> listener = listen(this.events.handlers()
			.data((socket, bytes) -> sent.addAndGet(socket.write(BIG)))
			.drain((socket) -> sent.addAndGet(socket.write(BIG, sent.get()))), 1);
		Peer asking = this.peers.get(0).send("ask");
		asking.read(1);
		CompletionStage<Void> stopped = listener.shutdown(LONG);
		assertThat(asking.readAll()).hasSize(BIG.length - 1);
		asking.finish();
		Stages.get(stopped);
	}

	@Test
	@DisplayName("B11 shutdown(grace) waits for a thread in writeFully")
	void whenAThreadIsWritingItsMessageGoesOutWhole() throws Exception {
		TcpListener<String> listener = listen(this.events.handlers(), 1);
		CompletableFuture<Void> written = CompletableFuture.runAsync(this::writeFully);
		Peer reader = this.peers.get(0);
		reader.read(1);
		CompletionStage<Void> stopped = listener.shutdown(LONG);
		assertThat(reader.readAll()).hasSize(BIG.length - 1);
		reader.finish();
		Stages.get(written);
		Stages.get(stopped);
	}

	private void writeFully() {
		try {
			this.events.socket().writeFully(BIG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	@DisplayName("B11 shutdown(grace) resets a socket whose peer has not taken everything when the grace is over")
	void whenThePeerIsTooSlowItsSocketIsReset() throws Exception {
		TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> socket.send(BIG)), 1);
		Peer asking = this.peers.get(0).send("ask");
		asking.read(1);
		Stages.get(listener.shutdown(Duration.ofMillis(20)));
		assertThat(asking.readsReset()).isTrue();
	}

	@Test
	@DisplayName("B7 stopNow() resets a socket whose peer has not taken everything")
	void whenStoppedNowThePeerSeesThatSomethingIsMissing() throws Exception {
		TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> socket.send(BIG)), 2);
		Peer asking = this.peers.get(0).send("ask");
		asking.read(1);
		Stages.get(listener.stopNow());
		assertThat(asking.readsReset()).isTrue();
		assertThat(this.peers.get(1).readsReset()).isFalse();
	}

	@Test
	@DisplayName("B11 shutdown(grace) from inside a handler lets it finish")
	void whenShutDownInsideAHandlerWhatItWritesGoesOut() throws Exception {
		CompletableFuture<TcpListener<String>> self = new CompletableFuture<>();
		self.complete(listen(this.events.handlers().data((socket, bytes) -> {
			self.join().shutdown(LONG);
			socket.send("answer");
		}), 1));
		assertThat(this.peers.get(0).send("stop").readAllText()).isEqualTo("answer");
		this.peers.get(0).finish();
		Stages.get(self.join().stop());
	}

	@Test
	void whenTheShutdownHandlerFailsTheSocketClosesNevertheless() throws Exception {
		TcpListener<String> listener = listen(this.events.handlers().shutdown((socket) -> {
			throw new IllegalStateException("no goodbye");
		}), 1);
		CompletionStage<Void> stopped = listener.shutdown(LONG);
		assertThat(this.peers.get(0).readAllText()).isEmpty();
		this.peers.get(0).finish();
		Stages.get(stopped);
		assertThat(this.events.all()).containsExactly("open", "error no goodbye", "close SHUTDOWN");
	}

	@Test
	void whenOneSocketIsShutDownTheOthersGoOn() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers()
			.data((socket, bytes) -> socket.send(bytes))
			.shutdown((socket) -> socket.end("goodbye")), 2)) {
			this.peers.get(0).send("x").read(1);
			TcpSocket<String> socket = listener.sockets()
				.stream()
				.filter((it) -> it.bytesRead() == 1)
				.findFirst()
				.orElseThrow();
			socket.shutdown();
			assertThat(this.peers.get(0).readAllText()).isEqualTo("goodbye");
			this.peers.get(0).finish();
			this.events.await("close SHUTDOWN");
			assertThat(this.peers.get(1).send("on").readText(2)).isEqualTo("on");
		}
	}

}
