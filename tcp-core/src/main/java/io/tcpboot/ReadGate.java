package io.tcpboot;

import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Why a socket is not read, and what arrived all the same. Event loop only.
 * <p>
 * Switching reading off does not stop at once: the transport reads to the end when the
 * peer has finished, and a decoder may hold several messages. What comes late waits here,
 * and the peer's FIN behind it. Its size is bounded by what the kernel had buffered.
 */
class ReadGate {

	/** The application has paused the socket. */
	static final int PAUSED = 1;

	/** More is pending than the high-water mark. */
	static final int BACK_PRESSURE = 2;

	/** An asynchronous handler is busy. */
	static final int BUSY = 4;

	/** Nothing is delivered before the TLS handshake is over. */
	static final int HANDSHAKE = 32;

	/** The socket closes as soon as nothing is going on any more. */
	static final int SHUTDOWN = 64;

	/** The socket is parked: no handler may be called. */
	static final int PARKED = 128;

	/** Something is queued and must go first. */
	private static final int QUEUED = 8;

	/** Input is dropped. */
	private static final int DROPPING = 16;

	/** The peer's FIN is the last that is queued. */
	private static final int END_QUEUED = 256;

	private static final int HOLDS = PAUSED | BACK_PRESSURE | BUSY | HANDSHAKE | SHUTDOWN | PARKED;

	private int state;

	private @Nullable Waiting waiting;

	/**
	 * Return whether bytes may go straight to the handler.
	 */
	boolean isOpen() {
		return this.state == 0;
	}

	boolean isHeld() {
		return (this.state & HOLDS) != 0;
	}

	boolean isHeldBy(int hold) {
		return (this.state & hold) != 0;
	}

	/**
	 * Return whether this was the first reason to stop reading.
	 */
	boolean hold(int hold) {
		boolean first = !isHeld() && !isDropping();
		this.state |= hold;
		return first;
	}

	/**
	 * Return whether this was the last reason not to read.
	 */
	boolean release(int hold) {
		boolean held = isHeld();
		this.state &= ~hold;
		return held && !isHeld() && !isDropping();
	}

	boolean isDropping() {
		return (this.state & DROPPING) != 0;
	}

	/**
	 * Keep what came late, or drop it. Takes over the message.
	 */
	void queue(Object message) {
		if (isDropping()) {
			ReferenceCountUtil.release(message);
			return;
		}
		waiting().messages.add(message);
		this.state |= QUEUED;
	}

	/**
	 * Keep the peer's FIN until everything before it is delivered.
	 */
	void queueEnd() {
		this.state |= QUEUED | END_QUEUED;
	}

	/**
	 * Return what is queued next, which is the caller's now.
	 */
	@Nullable Object poll() {
		return (this.waiting != null) ? this.waiting.messages.poll() : null;
	}

	/**
	 * Return whether the queue is empty but for the peer's FIN, and forget that.
	 */
	boolean pollEnd() {
		boolean end = isEndQueued();
		this.state &= ~(QUEUED | END_QUEUED);
		return end;
	}

	boolean hasQueued() {
		return (this.state & QUEUED) != 0;
	}

	/**
	 * Drop everything, now and from now on.
	 * @return whether the peer's FIN was among it
	 */
	boolean drop() {
		boolean end = isEndQueued();
		this.state = DROPPING;
		Object message;
		while ((message = poll()) != null) {
			ReferenceCountUtil.release(message);
		}
		return end;
	}

	private boolean isEndQueued() {
		return (this.state & END_QUEUED) != 0;
	}

	/**
	 * Return what a parked socket has to tell, {@code null} if it is not parked.
	 */
	@Nullable Parking parking() {
		return (this.waiting != null) ? this.waiting.parking : null;
	}

	void parking(@Nullable Parking parking) {
		waiting().parking = parking;
		if (parking == null && waiting().messages.isEmpty()) {
			this.waiting = null;
		}
	}

	private Waiting waiting() {
		if (this.waiting == null) {
			this.waiting = new Waiting();
		}
		return this.waiting;
	}

}
