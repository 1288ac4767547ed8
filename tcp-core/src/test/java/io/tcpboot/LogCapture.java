package io.tcpboot;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log of one logger, debug included, and off the console.
 */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Logger logger;

	LogCapture(Class<?> type) {
		this(type.getName());
	}

	LogCapture(String name) {
		this.logger = (Logger) LoggerFactory.getLogger(name);
		this.logger.setLevel(Level.DEBUG);
		this.logger.setAdditive(false);
		this.logger.addAppender(this);
		start();
	}

	/**
	 * Let the logger say nothing below info.
	 */
	void off() {
		this.logger.setLevel(Level.INFO);
	}

	@Override
	protected void append(ILoggingEvent event) {
		String cause = (event.getThrowableProxy() != null) ? ": " + event.getThrowableProxy().getMessage() : "";
		this.lines.add(event.getLevel() + " " + event.getFormattedMessage() + cause);
	}

	/**
	 * Return the lines at warn, as "WARN message: message of the cause".
	 */
	List<String> warnings() {
		return this.lines.stream().filter((line) -> line.startsWith("WARN")).toList();
	}

	List<String> all() {
		return this.lines;
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

}
