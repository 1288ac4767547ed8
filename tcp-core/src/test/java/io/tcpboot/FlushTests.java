package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@code flush} and the future that it returns.
 */
class FlushTests {

	private static final int MUCH = 4_000_000;

	private final Events events = new Events();

	@Test
	@DisplayName("B48 flush completes when everything accepted so far is the kernel's, and not before")
	void whenThePeerReadsFlushCompletes() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.send(Flow.bytes(MUCH))).isTrue();
			CompletableFuture<Void> flushed = flush(socket);
			Flow.onLoop(socket, () -> true);
			assertThat(flushed).isNotDone();
			flushed = flushed.thenRun(() -> assertThat(socket.bytesWritten()).isGreaterThanOrEqualTo(MUCH));
			assertThat(pair.peer.read(MUCH)).isEqualTo(Flow.bytes(MUCH));
			flushed.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B48 flush waits for what was accepted before it, not for what comes later")
	void whenMoreIsAcceptedAfterAFlushItDoesNotWaitForIt() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(Flow.bytes(MUCH));
			CompletableFuture<Void> first = flush(socket);
			socket.send(Flow.bytes(MUCH, MUCH));
			CompletableFuture<Void> second = flush(socket);
			pair.peer.read(MUCH + 1);
			first.get(20, TimeUnit.SECONDS);
			assertThat(second).isNotDone();
			pair.peer.read(MUCH - 1);
			second.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B48 flush of nothing is complete")
	void whenNothingIsPendingFlushCompletes() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			flush(this.events.socket()).get(20, TimeUnit.SECONDS);
			pair.peer.close();
			this.events.awaitClose();
			flush(this.events.socket()).get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B48 flush inside a callback sends at once, and not when the callback ends")
	void whenFlushedInsideACallbackThePeerHasItBeforeTheCallbackEnds() throws Exception {
		CompletableFuture<String> received = new CompletableFuture<>();
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			socket.send("now");
			this.events.add("done " + flush(socket).isDone());
			this.events.add(received.get(20, TimeUnit.SECONDS));
		}).build())) {
			pair.peer.send("x");
			received.complete(pair.peer.readText(3));
			assertThat(this.events.await("now")).containsExactly("open", "done true", "now");
		}
	}

	@Test
	@DisplayName("B48 flush fails when the socket is terminated before all is sent, and so does a later one")
	void whenTerminatedFlushFails() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(Flow.bytes(MUCH));
			CompletableFuture<Void> flushed = flush(socket);
			pair.peer.read(1);
			socket.terminate();
			assertFails(flushed, ClosedChannelException.class);
			this.events.awaitClose();
			assertFails(flush(socket), ClosedChannelException.class);
		}
	}

	@Test
	@DisplayName("B48 flush fails with the cause when the peer resets")
	void whenThePeerResetsFlushFailsWithTheCause() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.send(Flow.bytes(MUCH));
			CompletableFuture<Void> flushed = flush(socket);
			pair.peer.reset();
			assertFails(flushed, IOException.class);
			assertThat(this.events.awaitClose()).containsExactly("open", "close RESET");
			assertThat(assertFails(flush(socket), IOException.class)).isSameAs(socket.closeCause());
		}
	}

	@Test
	@DisplayName("B48 flush after end completes when the last byte is the kernel's")
	void whenEndedFlushCompletesWithTheLastByte() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.end(Flow.bytes(MUCH));
			CompletableFuture<Void> flushed = flush(socket);
			assertThat(pair.peer.readAll()).isEqualTo(Flow.bytes(MUCH));
			flushed.get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B48 flushes of many threads all complete")
	void whenManyThreadsFlushAllComplete() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			List<CompletableFuture<Void>> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				threads.add(CompletableFuture.runAsync(() -> {
					for (int round = 0; round < 50; round++) {
						socket.send(Flow.bytes(1000));
						flush(socket).join();
					}
				}));
			}
			pair.peer.read(4 * 50 * 1000);
			CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B48 flush does not wait for a text that did not fit")
	void whenATextDoesNotFitMeanwhileFlushCompletes() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(5).build();
		AtomicReference<CompletableFuture<Void>> flushed = new AtomicReference<>();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CharSequence text = new SlowText(() -> {
				flushed.set(flush(socket));
				Events.until(() -> socket.bytesWritten() == 4);
			});
			socket.cork((corked) -> {
				assertThat(corked.write("abcd")).isEqualTo(4);
				corked.write(text);
			});
			flushed.get().get(20, TimeUnit.SECONDS);
			assertThat(pair.peer.readText(4)).isEqualTo("abcd");
		}
	}

	private static CompletableFuture<Void> flush(TcpSocket<?> socket) {
		return socket.flush().toCompletableFuture();
	}

	private static Throwable assertFails(CompletableFuture<Void> future, Class<? extends Throwable> cause) {
		ExecutionException failure = assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> future.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(cause)
			.actual();
		return failure.getCause();
	}

}
