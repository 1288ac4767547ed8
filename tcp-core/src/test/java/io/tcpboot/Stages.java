package io.tcpboot;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for stages, with a deadline.
 */
final class Stages {

	private Stages() {
	}

	static <T> T get(CompletionStage<T> stage) {
		try {
			return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError("stage did not complete", ex);
		}
	}

	/**
	 * Wait for a stage to fail, and return why.
	 */
	static Throwable failure(CompletionStage<?> stage) {
		try {
			Object result = stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
			throw new AssertionError("stage completed with " + result);
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("stage did not fail", ex);
		}
	}

}
