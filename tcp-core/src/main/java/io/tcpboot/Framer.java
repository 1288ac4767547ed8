package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.tcpboot.framing.Framing;

/**
 * Makes a frame of each write. Any thread. Whole frames are accepted or nothing; they
 * count with what the framing adds, as that is what memory and network carry.
 */
final class Framer {

	private final Framing framing;

	private final Outbound out;

	private final PendingBytes pending;

	Framer(Framing framing, Outbound out, PendingBytes pending) {
		this.framing = framing;
		this.out = out;
		this.pending = pending;
	}

	/**
	 * Return the length of the payload if it was accepted, 0 or {@link TcpSocket#CLOSED}.
	 */
	int write(ByteBuf payload) {
		return write(payload, true);
	}

	int writeWithoutDrain(ByteBuf payload) {
		return write(payload, false);
	}

	private int write(ByteBuf payload, boolean drain) {
		checkNotEmpty(payload);
		int payloadLength = payload.readableBytes();
		int length = this.framing.frameBytes(payload);
		int taken = this.out.acceptFrame(length, drain);
		if (taken <= 0) {
			return taken;
		}
		this.out.putFrame(this.framing, payload, length);
		return payloadLength;
	}

	/**
	 * Refuse what a count cannot tell to have been taken.
	 */
	void checkNotEmpty(ByteBuf payload) {
		Check.that(payload.isReadable(), "payload", "empty", "at least one byte; send takes an empty frame");
	}

	boolean send(ByteBuf payload) {
		int length = this.framing.frameBytes(payload);
		return put(this.out.acceptAll(length), payload, length);
	}

	boolean sendLast(ByteBuf payload) {
		int length = this.framing.frameBytes(payload);
		return put(this.pending.acceptLast(length), payload, length);
	}

	private boolean put(boolean accepted, ByteBuf payload, int length) {
		if (accepted) {
			this.out.putFrame(this.framing, payload, length);
		}
		return accepted;
	}

}
