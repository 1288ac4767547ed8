package io.tcpboot;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a handler that takes its time.
 */
class AsyncDataTests {

	private final Events events = new Events();

	private final BlockingQueue<CompletableFuture<Void>> busy = new LinkedBlockingQueue<>();

	@Test
	@DisplayName("B35 the next data waits for an asynchronous handler, and the socket is not read")
	void whenTheHandlerIsBusyTheSocketIsNotRead() throws Exception {
		try (TcpEventLoop loop = oneThread();
				TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(), handlers());
				TcpListener<String> echo = loop.listen(TestLoop.anyPort().build(), echo());
				Peer peer = Peer.connect(listener.port());
				Peer other = Peer.connect(echo.port())) {
			peer.send("one");
			CompletableFuture<Void> first = running();
			peer.send("two");
			// The event loop has looked at all sockets when another one was answered.
			other.send("x").read(1);
			other.send("x").read(1);
			assertThat(this.events.socket().bytesRead()).isEqualTo(3);
			first.complete(null);
			assertThat(this.events.await("data two")).containsExactly("open", "data one", "data two");
			running().complete(null);
		}
	}

	@Test
	@DisplayName("B35 calls do not overlap, and every byte comes in order")
	void whenTheHandlerEndsOnAnotherThreadCallsDoNotOverlap() throws Exception {
		AtomicInteger running = new AtomicInteger();
		StringBuilder received = new StringBuilder();
		String text = "0123456789".repeat(50_000);
		try (Pair pair = Pair.accepted(this.events.handlers().asyncData((socket, bytes) -> {
			if (running.getAndIncrement() > 0) {
				this.events.add("overlap");
			}
			return CompletableFuture.runAsync(() -> {
				received.append(bytes.toString(StandardCharsets.US_ASCII));
				running.decrementAndGet();
			});
		}).build())) {
			pair.peer.send(text).finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
			assertThat(received.toString()).isEqualTo(text);
		}
	}

	@Test
	@DisplayName("B35 a stage that is complete already stops nothing")
	void whenTheStageIsCompleteAlreadyReadingGoesOn() throws Exception {
		String text = "0123456789".repeat(50_000);
		try (Pair pair = Pair.accepted(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return CompletableFuture.completedStage("done");
		}).build())) {
			pair.peer.send(text).finish();
			this.events.await("close PEER_END");
			assertThat(this.events.received()).isEqualTo(text);
		}
	}

	@Test
	@DisplayName("B35 B32 the bytes are valid until the stage completes, and not longer")
	void whenTheStageCompletesTheBytesAreGivenBack() throws Exception {
		BlockingQueue<ByteBuf> seen = new LinkedBlockingQueue<>();
		try (Pair pair = Pair.accepted(this.events.handlers().asyncData((socket, bytes) -> {
			seen.add(bytes);
			return later();
		}).build())) {
			pair.peer.send("one");
			CompletableFuture<Void> first = running();
			Flow.onLoop(this.events.socket(), () -> true);
			ByteBuf bytes = seen.remove();
			assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("one");
			first.complete(null);
			Events.until(() -> bytes.refCnt() == 0);
		}
	}

	@Test
	@DisplayName("B35 after a stage that failed the next data comes")
	void whenAStageFailsTheNextDataComes() throws Exception {
		try (Pair pair = Pair.accepted(handlers())) {
			pair.peer.send("one");
			running().completeExceptionally(new IllegalStateException("failed"));
			this.events.await("error failed");
			pair.peer.send("two");
			this.events.await("data two");
			assertThat(this.events.all()).containsExactly("open", "data one", "error failed", "data two");
			running().complete(null);
		}
	}

	@Test
	@DisplayName("B35 a socket that closes meanwhile closes once, and what comes later is dropped")
	void whenTheSocketClosesWhileTheHandlerIsBusyNothingFollows() throws Exception {
		try (Pair pair = Pair.accepted(handlers())) {
			pair.peer.send("one");
			CompletableFuture<Void> first = running();
			pair.peer.send("two");
			this.events.socket().close();
			pair.peer.close();
			this.events.awaitClose();
			first.completeExceptionally(new IllegalStateException("too late"));
			Flow.onLoop(this.events.socket(), () -> true);
			assertThat(this.events.all()).hasSize(3).startsWith("open", "data one");
		}
	}

	private SocketHandlers<String> handlers() {
		return this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return later();
		}).build();
	}

	/**
	 * Return what the next call of the handler waits for.
	 */
	private CompletableFuture<Void> running() throws InterruptedException {
		return Objects.requireNonNull(this.busy.poll(20, TimeUnit.SECONDS));
	}

	private CompletableFuture<Void> later() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.busy.add(future);
		return future;
	}

	private static SocketHandlers<String> echo() {
		return SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build();
	}

	private static TcpEventLoop oneThread() {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(1).build();
	}

}
