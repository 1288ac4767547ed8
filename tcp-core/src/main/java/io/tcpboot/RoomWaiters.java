package io.tcpboot;

import java.util.ArrayList;
import java.util.List;

/**
 * Those who wait until pending bytes have fallen to the low-water mark, or the socket is
 * closed. Any thread may add; the event loop runs them.
 */
final class RoomWaiters {

	// Guarded by this.
	private List<Runnable> waiters = new ArrayList<>(1);

	synchronized void add(Runnable waiter) {
		this.waiters.add(waiter);
	}

	synchronized boolean isEmpty() {
		return this.waiters.isEmpty();
	}

	void run() {
		List<Runnable> due;
		synchronized (this) {
			due = this.waiters;
			this.waiters = new ArrayList<>(1);
		}
		due.forEach(Runnable::run);
	}

}
