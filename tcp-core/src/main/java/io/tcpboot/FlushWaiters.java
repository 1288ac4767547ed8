package io.tcpboot;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/**
 * Those who wait until what was accepted before them is the kernel's. Event loop only.
 */
final class FlushWaiters {

	private final ArrayDeque<Waiter> waiters = new ArrayDeque<>(2);

	void add(long targetBytes, CompletableFuture<Void> future) {
		this.waiters.add(new Waiter(targetBytes, future));
	}

	boolean isDue(long writtenBytes) {
		Waiter first = this.waiters.peek();
		return first != null && first.targetBytes <= writtenBytes;
	}

	void complete(long writtenBytes) {
		while (isDue(writtenBytes)) {
			this.waiters.remove().future.complete(null);
		}
	}

	void fail(Throwable cause) {
		Waiter waiter;
		while ((waiter = this.waiters.poll()) != null) {
			waiter.future.completeExceptionally(cause);
		}
	}

	private record Waiter(long targetBytes, CompletableFuture<Void> future) {
	}

}
