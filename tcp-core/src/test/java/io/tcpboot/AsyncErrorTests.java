package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a failure in an asynchronous handler.
 */
class AsyncErrorTests {

	private final Events events = new Events();

	private final Exception failure = new Exception("planted");

	private final CompletableFuture<Throwable> error = new CompletableFuture<>();

	private final CompletableFuture<String> stage = new CompletableFuture<>();

	@Test
	@DisplayName("B91 a stage that fails later, on another thread, reaches error as it failed")
	void whenTheStageFailsErrorGetsTheSameException() throws Exception {
		try (TcpListener<String> listener = listen(this.stage); Peer peer = Peer.connect(listener.port())) {
			peer.send("x");
			this.events.await("data x");
			this.stage.completeExceptionally(this.failure);
			assertThat(this.error.get(10, TimeUnit.SECONDS)).isSameAs(this.failure);
		}
	}

	@Test
	@DisplayName("B91 what a dependent stage wraps is unwrapped")
	void whenADependentStageFailsErrorGetsTheOriginal() throws Exception {
		CompletionStage<?> dependent = this.stage.thenApply(String::length);
		try (TcpListener<String> listener = listen(dependent); Peer peer = Peer.connect(listener.port())) {
			this.stage.completeExceptionally(this.failure);
			peer.send("x");
			assertThat(this.error.get(10, TimeUnit.SECONDS)).isSameAs(this.failure);
		}
	}

	@Test
	@DisplayName("B91 a wrapper without a cause is passed on itself")
	void whenTheStageFailsWithAnEmptyWrapperErrorGetsIt() throws Exception {
		Exception wrapper = new CompletionException("empty", null);
		try (TcpListener<String> listener = listen(CompletableFuture.failedStage(wrapper));
				Peer peer = Peer.connect(listener.port())) {
			peer.send("x");
			assertThat(this.error.get(10, TimeUnit.SECONDS)).isSameAs(wrapper);
		}
	}

	@Test
	@DisplayName("B91 an asynchronous handler that throws at once, or returns nothing, reaches error too")
	void whenTheHandlerItselfFailsErrorGetsIt() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().asyncData((socket, bytes) -> {
			if (bytes.getByte(0) == '1') {
				throw this.failure;
			}
			return nothing();
		}).error((socket, cause) -> this.events.add("error " + cause.getClass().getSimpleName())).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("1");
			this.events.await("error Exception");
			peer.send("2");
			this.events.await("error NullPointerException");
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "error Exception",
					"error NullPointerException", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B91 after error the next data comes, and not before")
	void whenTheStageHasFailedTheSocketIsReadAgain() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return this.stage;
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			this.events.await("data one");
			peer.send("two").finish();
			this.events.add("fails");
			this.stage.completeExceptionally(this.failure);
			assertThat(this.events.awaitClose()).containsExactly("open", "data one", "fails", "error planted",
					"data two", "error planted", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B91 with closeOnError a failed stage closes the socket")
	void whenCloseOnErrorTheSocketCloses() throws Exception {
		SocketOptions options = SocketOptions.builder().closeOnError(true).build();
		try (TcpListener<String> listener = TestLoop.listen(options,
				this.events.handlers().asyncData((socket, bytes) -> this.stage).build());
				Peer peer = Peer.connect(listener.port())) {
			this.stage.completeExceptionally(this.failure);
			peer.send("x").readAll();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "error planted", "close HANDLER_FAILURE");
			assertThat(this.events.socket().closeCause()).isSameAs(this.failure);
		}
	}

	@Test
	@DisplayName("B92 without error a failed stage is logged, and the socket closes")
	void whenThereIsNoErrorHandlerTheSocketCloses() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop.listen(SocketHandlers.<String>builder()
					.open(this.events::open)
					.asyncData((socket, bytes) -> this.stage)
					.close((socket, reason) -> this.events.add("close " + reason))
					.build());
				Peer peer = Peer.connect(listener.port())) {
			this.stage.completeExceptionally(this.failure);
			peer.send("x").readAll();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close HANDLER_FAILURE");
			assertThat(this.events.socket().closeCause()).isSameAs(this.failure);
			assertThat(log.warnings()).singleElement().asString().contains("'data'").endsWith("planted");
		}
	}

	@Test
	@DisplayName("B91 a stage that fails after the close reaches no handler: close was the last event")
	void whenTheStageFailsAfterTheCloseNothingIsCalled() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return this.stage;
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("x");
			this.events.await("data x");
			this.events.socket().terminate();
			this.events.awaitClose();
			this.stage.completeExceptionally(this.failure);
			runOnLoop(this.events.socket());
			assertThat(this.events.all()).containsExactly("open", "data x", "close TERMINATED");
		}
	}

	private TcpListener<String> listen(CompletionStage<?> result) {
		return TestLoop.listen(this.events.handlers().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			return result;
		}).error((socket, cause) -> this.error.complete(cause)).build());
	}

	/**
	 * Wait until the socket's event loop has done what it had to do.
	 */
	private static void runOnLoop(TcpSocket<String> socket) throws Exception {
		((NettySocket<String>) socket).loop().submit(() -> {
		}).get(10, TimeUnit.SECONDS);
	}

	@SuppressWarnings("NullAway")
	private static CompletionStage<?> nothing() {
		return (@Nullable CompletionStage<?>) null;
	}

}
