package io.tcpboot.client;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells of one client: trouble at once, then one summed line a minute while it lasts, and
 * its end. Any thread.
 */
final class ClientLog {

	private static final Log logger = LogFactory.getLog(ManagedClient.class);

	private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final String name;

	private final Delays clock;

	private long quietUntilNanos;

	private int untold;

	// What was told last was no connection, or nothing was told.
	private boolean goodNewsDue = true;

	ClientLog(String name, Delays clock) {
		this.name = name;
		this.clock = clock;
		this.quietUntilNanos = clock.nanoTime();
	}

	synchronized void connected(String address) {
		String message = "TCP client '" + this.name + "' is connected to " + address;
		if (this.goodNewsDue) {
			this.goodNewsDue = false;
			logger.info(message);
		}
		else {
			logger.debug(message);
		}
	}

	synchronized void trouble(Throwable failure, String next) {
		String message = "TCP client '" + this.name + "' is not connected: " + describe(failure) + "; " + next;
		long now = this.clock.nanoTime();
		if (now - this.quietUntilNanos >= 0) {
			logger.warn((this.untold == 0) ? message : message + " (and " + this.untold + " more like it before)");
			this.quietUntilNanos = now + INTERVAL_NANOS;
			this.untold = 0;
			this.goodNewsDue = true;
		}
		else {
			this.untold++;
			logger.debug(message, failure);
		}
	}

	/**
	 * Return the message of what tells of connections, and for anything else, which a
	 * handler has thrown, its type too.
	 */
	private static String describe(Throwable failure) {
		String message = (failure instanceof IOException) ? failure.getMessage() : null;
		return (message != null) ? message : failure.toString();
	}

}
