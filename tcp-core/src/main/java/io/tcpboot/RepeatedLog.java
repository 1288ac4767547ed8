package io.tcpboot;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;

/**
 * Warns of trouble that may repeat: the first time at once, then one summed line a
 * minute. Any thread.
 */
final class RepeatedLog {

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Logger logger;

	private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

	private final AtomicLong unreported = new AtomicLong();

	RepeatedLog(Logger logger) {
		this.logger = logger;
	}

	void warn(String message, Throwable cause) {
		long now = System.nanoTime();
		long next = this.nextNanos.get();
		if (now - next >= 0 && this.nextNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
			long more = this.unreported.getAndSet(0);
			this.logger.warn((more == 0) ? message : message + " (and " + more + " more like it before)", cause);
		}
		else {
			this.unreported.incrementAndGet();
			this.logger.debug(message, cause);
		}
	}

}
