package io.tcpboot;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM alive while somebody needs it: one non-daemon thread for all listeners.
 */
final class KeepAlive {

	// Guarded by the class.
	private static int users;

	private static @Nullable CountDownLatch over;

	private KeepAlive() {
	}

	static synchronized void acquire() {
		if (users++ == 0) {
			CountDownLatch latch = new CountDownLatch(1);
			over = latch;
			Thread thread = new Thread(() -> await(latch), "tcp-keep-alive");
			thread.setDaemon(false);
			thread.setContextClassLoader(KeepAlive.class.getClassLoader());
			thread.start();
		}
	}

	static synchronized void release() {
		if (--users == 0 && over != null) {
			over.countDown();
			over = null;
		}
	}

	private static void await(CountDownLatch latch) {
		boolean done = false;
		while (!done) {
			try {
				latch.await();
				done = true;
			}
			catch (InterruptedException ex) {
				// Nobody has a reason to end this thread early.
			}
		}
	}

}
