package io.tcpboot.client;

import java.util.concurrent.Future;

/**
 * Time as clients know it. Tests have one of their own.
 */
interface Delays {

	/**
	 * Return a time, to be compared with others of this clock.
	 */
	long nanoTime();

	/**
	 * Run an action that does not block, on any thread.
	 */
	Future<?> schedule(Runnable action, long delayMillis);

}
