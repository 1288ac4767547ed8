package io.tcpboot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what should be rare: handlers that throw, and peers that do not keep up. One for
 * all sockets of a server or client, so that a socket has nothing to carry for it. Any
 * thread.
 */
final class Incidents {

	/** For sockets whose incidents nobody asks for. */
	static final Incidents UNCOUNTED = new Incidents();

	private final AtomicLongArray handlerErrors = new AtomicLongArray(HandlerEvent.values().length);

	private final AtomicLong refusedWrites = new AtomicLong();

	private final AtomicLong heldReads = new AtomicLong();

	void handlerFailed(HandlerEvent event) {
		this.handlerErrors.incrementAndGet(event.ordinal());
	}

	long handlerErrors(HandlerEvent event) {
		return this.handlerErrors.get(event.ordinal());
	}

	void writeRefused() {
		this.refusedWrites.incrementAndGet();
	}

	long refusedWrites() {
		return this.refusedWrites.get();
	}

	void readHeld() {
		this.heldReads.incrementAndGet();
	}

	long heldReads() {
		return this.heldReads.get();
	}

}
