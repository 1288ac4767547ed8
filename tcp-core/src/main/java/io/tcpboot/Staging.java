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

	// Most sockets are written to by their event loop only, and need neither of these.
	private @Nullable ArrayDeque<ByteBuf> buffers;

	// What was added behind a mark.
	private @Nullable ArrayDeque<ByteBuf> behind;

	private int marks;

	private int openCorks;

	private boolean fetchScheduled;

	// Read without the lock, changed with it.
	private volatile boolean filled;

	boolean isFilled() {
		return this.filled;
	}

	synchronized void add(byte[] bytes, int offset, int length) {
		room(length).writeBytes(bytes, offset, length);
		added();
	}

	synchronized void add(ByteBuffer bytes) {
		room(bytes.remaining()).writeBytes(bytes);
		added();
	}

	synchronized void add(ByteBuf bytes, int length) {
		bytes.readBytes(room(length), length);
		added();
	}

	/**
	 * Keep a whole buffer. Takes it over.
	 */
	synchronized void add(ByteBuf bytes) {
		target().add(bytes);
		added();
	}

	private ByteBuf room(int length) {
		ByteBuf last = target().peekLast();
		if (last != null && !last.isReadOnly() && last.writableBytes() >= length) {
			return last;
		}
		ByteBuf room = ByteBufAllocator.DEFAULT.directBuffer(Math.max(length, BUFFER_BYTES));
		target().add(room);
		return room;
	}

	private ArrayDeque<ByteBuf> target() {
		return (this.marks > 0) ? behind() : buffers();
	}

	private ArrayDeque<ByteBuf> buffers() {
		if (this.buffers == null) {
			this.buffers = new ArrayDeque<>(1);
		}
		return this.buffers;
	}

	private ArrayDeque<ByteBuf> behind() {
		if (this.behind == null) {
			this.behind = new ArrayDeque<>(1);
		}
		return this.behind;
	}

	private void added() {
		this.filled = isAny(this.buffers);
	}

	private static boolean isAny(@Nullable ArrayDeque<ByteBuf> buffers) {
		return buffers != null && !buffers.isEmpty();
	}

	/**
	 * Keep what is added from now on until as many marks are gone as were set.
	 */
	synchronized void mark() {
		this.marks++;
	}

	/**
	 * Return whether something is to be fetched now that was kept.
	 */
	synchronized boolean unmark() {
		if (--this.marks > 0 || !isAny(this.behind)) {
			return false;
		}
		buffers().addAll(behind());
		this.behind = null;
		this.filled = true;
		return true;
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
		ByteBuf next = poll(this.buffers);
		this.filled = isAny(this.buffers);
		return next;
	}

	/**
	 * Like {@link #poll()}, whatever marks there are.
	 */
	synchronized @Nullable ByteBuf pollAny() {
		ByteBuf next = poll();
		return (next != null) ? next : poll(this.behind);
	}

	private static @Nullable ByteBuf poll(@Nullable ArrayDeque<ByteBuf> buffers) {
		return (buffers != null) ? buffers.poll() : null;
	}

}
