package io.tcpboot;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have written, until the event loop fetches it. Any thread; guarded
 * by itself.
 */
final class Staging {

	private static final int BUFFER_BYTES = 2 * 1024;

	private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(1);

	private int openCorks;

	private boolean fetchScheduled;

	// Read without the lock, changed with it.
	private volatile boolean filled;

	boolean isFilled() {
		return this.filled;
	}

	synchronized void add(byte[] bytes, int offset, int length) {
		room(length).writeBytes(bytes, offset, length);
		this.filled = true;
	}

	synchronized void add(ByteBuffer bytes) {
		room(bytes.remaining()).writeBytes(bytes);
		this.filled = true;
	}

	synchronized void add(ByteBuf bytes, int length) {
		room(length).writeBytes(bytes, length);
		this.filled = true;
	}

	/**
	 * Keep a whole buffer. Takes it over.
	 */
	synchronized void add(ByteBuf bytes) {
		this.buffers.add(bytes);
		this.filled = true;
	}

	private ByteBuf room(int length) {
		ByteBuf last = this.buffers.peekLast();
		if (last != null && !last.isReadOnly() && last.writableBytes() >= length) {
			return last;
		}
		ByteBuf room = ByteBufAllocator.DEFAULT.directBuffer(Math.max(length, BUFFER_BYTES));
		this.buffers.add(room);
		return room;
	}

	/**
	 * Hold back what other threads write until the cork is out again.
	 */
	synchronized void cork() {
		this.openCorks++;
	}

	/**
	 * Return whether something is to be fetched now.
	 */
	synchronized boolean uncork() {
		return --this.openCorks == 0 && this.filled;
	}

	synchronized boolean isCorked() {
		return this.openCorks > 0;
	}

	/**
	 * Return whether the caller is to schedule a fetch: nobody else has, and nothing is
	 * held back.
	 */
	synchronized boolean scheduleFetch(boolean evenIfCorked) {
		if (this.fetchScheduled || (this.openCorks > 0 && !evenIfCorked)) {
			return false;
		}
		this.fetchScheduled = true;
		return true;
	}

	synchronized void fetchRuns() {
		this.fetchScheduled = false;
	}

	/**
	 * Return the next buffer, which is the caller's now.
	 */
	synchronized @Nullable ByteBuf poll() {
		ByteBuf next = this.buffers.poll();
		this.filled = !this.buffers.isEmpty();
		return next;
	}

}
