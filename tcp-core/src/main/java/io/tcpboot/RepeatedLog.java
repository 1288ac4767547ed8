package io.tcpboot;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.util.concurrent.Ticker;
import org.slf4j.Logger;

/**
 * Warns of trouble that may repeat: the first time at once, then one summed line a
 * minute. Any thread.
 */
final class RepeatedLog {

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final Logger logger;

	private final Ticker ticker;

	private final AtomicLong nextNanos;

	private final AtomicLong unreported = new AtomicLong();

	RepeatedLog(Logger logger) {
		this(logger, Ticker.systemTicker());
	}

	RepeatedLog(Logger logger, Ticker ticker) {
		this.logger = logger;
		this.ticker = ticker;
		this.nextNanos = new AtomicLong(ticker.nanoTime());
	}

	void warn(String message, Throwable cause) {
		long now = this.ticker.nanoTime();
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
