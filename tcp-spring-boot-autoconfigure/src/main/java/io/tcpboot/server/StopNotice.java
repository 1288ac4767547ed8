package io.tcpboot.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.tcpboot.TcpListener;
import org.jspecify.annotations.Nullable;

/**
 * Tells once that a server has stopped, or not at all. Nothing else of the application
 * hangs on a listener, which may outlive it.
 */
final class StopNotice {

	// Given or withdrawn by whoever takes it.
	private final AtomicReference<@Nullable Runnable> notice;

	private final CompletableFuture<Void> over = new CompletableFuture<>();

	private StopNotice(Runnable notice) {
		this.notice = new AtomicReference<>(notice);
	}

	/**
	 * Give a notice when a server has stopped. Not on its event loop, which nobody may
	 * block.
	 */
	static StopNotice of(TcpListener<?> listener, Runnable notice) {
		StopNotice stop = new StopNotice(notice);
		listener.stopped().thenRunAsync(stop::give, StopNotice::runInThread);
		return stop;
	}

	private void give() {
		Runnable notice = this.notice.getAndSet(null);
		if (notice != null) {
			notice.run();
			this.over.complete(null);
		}
	}

	/**
	 * Say nothing, and forget what there was to say.
	 */
	void withdraw() {
		if (this.notice.getAndSet(null) != null) {
			this.over.complete(null);
		}
	}

	/**
	 * Return a future that completes when the notice was given or withdrawn.
	 */
	CompletableFuture<Void> over() {
		return this.over;
	}

	private static void runInThread(Runnable task) {
		Thread thread = new Thread(task, "tcp-server-stopped");
		thread.setDaemon(true);
		thread.start();
	}

}
