package io.tcpboot.transport;

import java.io.IOException;

import io.netty.buffer.ByteBuf;

/**
 * Bytes on their way in one direction, as many as a kernel would keep. Any thread; every
 * field is guarded by this.
 */
final class MemoryPipe {

	private static final int CAPACITY = 64 * 1024;

	private static final int EOF = -1;

	// Not before there is something to keep.
	private byte[] ring = {};

	private int start;

	private int count;

	private boolean finished;

	private boolean broken;

	private boolean writerWaits;

	/**
	 * Take what there is room for, and remember whether that was not all. The indices of
	 * the bytes stay.
	 * @return how many were taken
	 */
	synchronized int write(ByteBuf bytes) throws IOException {
		if (this.broken) {
			throw new IOException("Broken pipe");
		}
		if (this.ring.length == 0) {
			this.ring = new byte[CAPACITY];
		}
		int taken = Math.min(bytes.readableBytes(), CAPACITY - this.count);
		int end = (this.start + this.count) % CAPACITY;
		int first = Math.min(taken, CAPACITY - end);
		bytes.getBytes(bytes.readerIndex(), this.ring, end, first);
		bytes.getBytes(bytes.readerIndex() + first, this.ring, 0, taken - first);
		this.count += taken;
		this.writerWaits = taken < bytes.readableBytes();
		return taken;
	}

	/**
	 * Give what there is, as far as it fits.
	 * @return how many bytes, or -1 at the end
	 */
	synchronized int read(ByteBuf bytes) {
		if (this.count == 0) {
			return (this.finished) ? EOF : 0;
		}
		int given = Math.min(this.count, bytes.writableBytes());
		int first = Math.min(given, CAPACITY - this.start);
		bytes.writeBytes(this.ring, this.start, first);
		bytes.writeBytes(this.ring, 0, given - first);
		this.start = (this.start + given) % CAPACITY;
		this.count -= given;
		return given;
	}

	/**
	 * Return whether somebody has waited for room, and forget it.
	 */
	synchronized boolean takeWriterWaits() {
		boolean waits = this.writerWaits;
		this.writerWaits = false;
		return waits;
	}

	/** Nothing more will be written. */
	synchronized void finish() {
		this.finished = true;
	}

	/**
	 * Nothing more will be read.
	 * @return whether something was left
	 */
	synchronized boolean breakUp() {
		this.broken = true;
		return this.count > 0;
	}

	synchronized boolean isReadable() {
		return this.count > 0 || this.finished;
	}

}
