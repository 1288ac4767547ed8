package io.tcpboot;

import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Lets a logger throw in threads of some name, as a full disk may.
 */
final class ThrowingLog extends TurboFilter implements AutoCloseable {

	private final AtomicInteger thrown = new AtomicInteger();

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final String thread;

	ThrowingLog(String thread) {
		this.thread = thread;
		this.context.addTurboFilter(this);
	}

	/**
	 * Return how often it has thrown.
	 */
	int thrown() {
		return this.thrown.get();
	}

	@Override
	public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params,
			Throwable failure) {
		if (!Thread.currentThread().getName().equals(this.thread)) {
			return FilterReply.NEUTRAL;
		}
		this.thrown.incrementAndGet();
		throw new IllegalStateException("disk full");
	}

	@Override
	public void close() {
		this.context.getTurboFilterList().remove(this);
	}

}
