package io.tcpboot.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Delays on a daemon thread, which is there only while somebody waits.
 */
final class ThreadDelays implements Delays, AutoCloseable {

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (target) -> {
		Thread thread = new Thread(target, "tcp-clients");
		thread.setDaemon(true);
		return thread;
	});

	ThreadDelays() {
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public Future<?> schedule(Runnable action, long delayMillis) {
		try {
			return this.executor.schedule(action, delayMillis, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Closed, and so are all clients, or they will be.
			return CompletableFuture.completedFuture(null);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
