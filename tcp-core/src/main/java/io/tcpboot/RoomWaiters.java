package io.tcpboot;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait until pending bytes have fallen to the low-water mark, or the socket is
 * closed. Any thread may add; the event loop runs them.
 */
final class RoomWaiters {

	private static final Logger logger = LoggerFactory.getLogger(TcpSocket.class);

	// Guarded by this.
	private List<Runnable> waiters = new ArrayList<>(1);

	synchronized void add(Runnable waiter) {
		this.waiters.add(waiter);
	}

	synchronized boolean isEmpty() {
		return this.waiters.isEmpty();
	}

	/**
	 * One that fails must not keep the others waiting.
	 */
	private static void run(Runnable waiter) {
		try {
			waiter.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Waiting writer failed", ex);
		}
	}

	void run() {
		List<Runnable> due;
		synchronized (this) {
			due = this.waiters;
			this.waiters = new ArrayList<>(1);
		}
		due.forEach(RoomWaiters::run);
	}

}
