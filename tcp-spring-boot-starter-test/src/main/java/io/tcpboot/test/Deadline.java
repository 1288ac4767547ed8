package io.tcpboot.test;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A moment by which something must be done.
 */
final class Deadline {

	private static final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "tcp-test-deadline");
		thread.setDaemon(true);
		return thread;
	});

	private final long nanos;

	private Deadline(long nanos) {
		this.nanos = nanos;
	}

	static Deadline in(Duration time) {
		return new Deadline(System.nanoTime() + time.toNanos());
	}

	/**
	 * Return the time if a step can be done in it: none would be taken for "for ever".
	 */
	static Duration check(Duration time) {
		if (time.isNegative() || time.isZero()) {
			throw new IllegalArgumentException("deadline: " + time + " (expected: more than 0)");
		}
		return time;
	}

	/**
	 * Return how long to wait at most, for a blocking call of the JDK.
	 * @throws SocketTimeoutException if the moment has passed
	 */
	int leftMillis() throws SocketTimeoutException {
		long left = this.nanos - System.nanoTime();
		if (left <= 0) {
			throw new SocketTimeoutException("deadline");
		}
		return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(left) + 1);
	}

	/**
	 * Do what knows no timeout, and close its resource when the moment has passed.
	 * @throws SocketTimeoutException if that happened
	 */
	void guard(Closeable resource, IoAction action) throws IOException {
		AtomicBoolean expired = new AtomicBoolean();
		Future<?> guard = watchdog.schedule(() -> {
			expired.set(true);
			resource.close();
			return null;
		}, this.nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		try {
			action.run();
		}
		catch (IOException ex) {
			throw (expired.get()) ? new SocketTimeoutException("deadline") : ex;
		}
		finally {
			guard.cancel(false);
		}
	}

	@FunctionalInterface
	interface IoAction {

		void run() throws IOException;

	}

}
