package io.tcpboot.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls several, of which some are done later: one after the other without waiting, and
 * is done when all are. Each has its own view of the bytes, as they may be read at the
 * same time on several threads.
 */
final class AllAtOnce implements AsyncCall {

	private final AsyncCall[] calls;

	private AllAtOnce(List<AsyncCall> calls) {
		this.calls = calls.toArray(AsyncCall[]::new);
	}

	static AsyncCall of(List<AsyncCall> calls) {
		return (calls.size() == 1) ? calls.get(0) : new AllAtOnce(calls);
	}

	@Override
	public CompletionStage<?> call(TcpSocket<Object> socket, ByteBuf bytes) {
		List<CompletableFuture<@Nullable Throwable>> outcomes = new ArrayList<>(this.calls.length);
		for (AsyncCall call : this.calls) {
			outcomes.add(outcome(call, socket, bytes.duplicate()));
		}
		return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
			.thenRun(() -> throwFailures(outcomes));
	}

	/**
	 * Return a future of what has failed, {@code null} for nothing.
	 */
	private static CompletableFuture<@Nullable Throwable> outcome(AsyncCall call, TcpSocket<Object> socket,
			ByteBuf bytes) {
		CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
		try {
			call.call(socket, bytes).whenComplete((value, failure) -> outcome.complete(unwrap(failure)));
		}
		catch (Exception | Error ex) {
			outcome.complete(ex);
		}
		return outcome;
	}

	private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private static void throwFailures(List<CompletableFuture<@Nullable Throwable>> outcomes) {
		Failure failure = new Failure();
		outcomes.forEach((outcome) -> failure.add(outcome.join()));
		if (failure.first() != null) {
			throw new CompletionException(failure.first());
		}
	}

}
