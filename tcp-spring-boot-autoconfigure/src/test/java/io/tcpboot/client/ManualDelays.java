package io.tcpboot.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Time that stands still until a test moves it.
 */
final class ManualDelays implements Delays {

	private final List<Delayed> delayed = new ArrayList<>();

	private final List<Long> asked = new ArrayList<>();

	private long nowMillis;

	@Override
	public synchronized long nanoTime() {
		return TimeUnit.MILLISECONDS.toNanos(this.nowMillis);
	}

	@Override
	public synchronized Future<?> schedule(Runnable action, long delayMillis) {
		CompletableFuture<Void> due = new CompletableFuture<>();
		due.thenRun(action);
		this.asked.add(delayMillis);
		this.delayed.add(new Delayed(this.nowMillis + delayMillis, due));
		return due;
	}

	/**
	 * Let time pass, and run what is due.
	 */
	void pass(long millis) {
		List<Delayed> due;
		synchronized (this) {
			this.nowMillis += millis;
			due = this.delayed.stream().filter((delayed) -> delayed.atMillis <= this.nowMillis).toList();
			this.delayed.removeAll(due);
		}
		due.forEach((delayed) -> delayed.due.complete(null));
	}

	/**
	 * Return all delays that anybody has asked for.
	 */
	synchronized List<Long> asked() {
		return List.copyOf(this.asked);
	}

	private record Delayed(long atMillis, CompletableFuture<Void> due) {

	}

}
