package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.ReferenceCountUtil;

/**
 * The input side of a socket: switches reading off and on, and delivers in its order what
 * could not be delivered when it came. Event loop only.
 *
 * <pre>
 *  kernel --> NettySocket --(open)---------------------> handler
 *                  |                                       ^
 *                  `--(held)--> queue, then the peer's end-'
 * </pre>
 *
 * It is a gate rather than having one, so that a connection costs no object more.
 */
final class SocketInput extends ReadGate {

	private final NettySocket<?> socket;

	SocketInput(NettySocket<?> socket) {
		this.socket = socket;
	}

	/**
	 * Return how much to read at most: an answer may be as long, and what is pending
	 * stays near the high-water mark.
	 * @return bytes, not more than anybody reads at once, and perhaps not more than 0
	 */
	int room() {
		long pending = this.socket.pending.count();
		SocketOptions options = this.socket.options;
		return (pending == 0 || !options.autoBackPressure()) ? LoopBuffers.BYTES
				: (int) (options.highWaterMark() - pending);
	}

	/**
	 * Return whether everything that is read is given back at once.
	 */
	boolean isBorrowed() {
		return this.socket.inputBorrowed && !this.socket.slot.handlers.keepsBytes;
	}

	/**
	 * Return whether what the kernel has is decrypted at once.
	 */
	boolean isDecrypted() {
		TlsLink tls = this.socket.tls;
		return tls != null && tls.records() != null;
	}

	/**
	 * Note whether somebody keeps what was read: to lend it more of the event loop's
	 * buffers would be to give them away.
	 */
	void checkKept(ByteBuf bytes) {
		if (this.socket.inputBorrowed && LoopBuffers.isLent(bytes)
				&& bytes.refCnt() > (this.socket.out.isSharing(bytes) ? 1 : 0)) {
			this.socket.slot.handlers.keepsBytes = true;
		}
	}

	/**
	 * Stop reading for a reason. Unlike {@link #hold}, it tells the channel.
	 */
	void stop(int hold) {
		if (!isDropping() && hold(hold)) {
			autoRead(false);
			this.socket.deadlines.readingStopped();
		}
	}

	/**
	 * Read again if this was the last reason not to, but first deliver what is queued.
	 */
	void resume(int hold) {
		if (release(hold)) {
			if (hasQueued()) {
				this.socket.scheduleReaction();
			}
			else {
				start();
			}
		}
		else if (isHeldBy(SHUTDOWN)) {
			this.socket.scheduleReaction();
		}
	}

	void start() {
		if (!this.socket.inputEnded) {
			this.socket.deadlines.readingStarted();
			autoRead(true);
		}
	}

	void autoRead(boolean autoRead) {
		Channel channel = this.socket.channel;
		if (channel != null && channel.isOpen()) {
			channel.config().setAutoRead(autoRead);
		}
	}

	/**
	 * Deliver later what cannot be delivered now. Takes over the message.
	 */
	void keep(Object message) {
		queue(toKeep(message));
	}

	/**
	 * Return what was read as something that does not take more memory than it must.
	 */
	private Object toKeep(Object message) {
		if (!this.socket.inputBorrowed || isDropping()) {
			return message;
		}
		ByteBuf bytes = (ByteBuf) message;
		try {
			return LoopBuffers.slim(bytes, bytes.readerIndex(), bytes.readableBytes());
		}
		finally {
			bytes.release();
		}
	}

	/**
	 * The peer will send nothing more.
	 */
	void onEnd() {
		this.socket.code.takeUpReload();
		if (isOpen() || isDropping()) {
			this.socket.onPeerEnd();
		}
		else {
			queueEnd();
		}
	}

	/**
	 * Nothing can be read any more. What came before is delivered first.
	 */
	void onBadFrame(CloseReason reason, Throwable cause) {
		BadFrame frame = new BadFrame(reason, cause);
		if (isOpen() || isDropping()) {
			close(frame);
		}
		else {
			queue(frame);
		}
	}

	private void close(BadFrame frame) {
		this.socket.pending.close();
		this.socket.closeNow(frame.reason(), frame.cause());
	}

	/**
	 * Deliver what is queued, as long as nothing holds it, and then read again.
	 */
	void deliverQueued() {
		this.socket.cork();
		try {
			this.socket.code.takeUpReload();
			Object message;
			while (!isHeld() && (message = poll()) != null) {
				deliver(message);
				this.socket.code.takeUpReload();
			}
			if (!isHeld() && !isDropping()) {
				if (pollEnd()) {
					this.socket.onPeerEnd();
				}
				else {
					start();
				}
			}
		}
		finally {
			this.socket.uncork();
		}
	}

	/**
	 * What arrived before a reset is shown even to a paused socket: it will not resume.
	 */
	void deliverBeforeClose() {
		Object message;
		while (!isHeldBy(BUSY) && (message = poll()) != null) {
			this.socket.code.takeUpReload();
			if (isDropping()) {
				ReferenceCountUtil.release(message);
			}
			else {
				deliver(message);
			}
		}
	}

	private void deliver(Object message) {
		if (message instanceof BadFrame frame) {
			close(frame);
		}
		else {
			this.socket.deliver(message);
		}
	}

	boolean isParked() {
		return parking() != null;
	}

	/**
	 * Have an event told later, if the socket is parked.
	 * @return whether it is
	 */
	boolean defer(Runnable event) {
		Parking parking = parking();
		if (parking != null) {
			parking.defer(event);
		}
		return parking != null;
	}

	/**
	 * Return whether the connection is gone, which is still to be told.
	 */
	boolean isLost() {
		Parking parking = parking();
		return parking != null && parking.isLost();
	}

	/**
	 * Nothing can be read after it.
	 */
	private record BadFrame(CloseReason reason, Throwable cause) {
	}

}
