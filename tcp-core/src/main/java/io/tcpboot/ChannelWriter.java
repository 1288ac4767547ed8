package io.tcpboot;

import java.util.ArrayDeque;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes to the channel and counts what becomes the kernel's. Event loop only.
 * <p>
 * Small writes are copied into one buffer, the cork, so that a burst costs one flush and
 * one system call however many writes it is made of.
 */
final class ChannelWriter {

	private static final int FIRST_CORK_BYTES = 2 * 1024;

	private static final int NEXT_CORK_BYTES = 16 * 1024;

	private final PendingBytes pending;

	private final SizeQueue sizes = new SizeQueue();

	private @Nullable ChannelHandlerContext context;

	private @Nullable WriteCompletion completion;

	private @Nullable ByteBuf cork;

	// Something was written since the last flush.
	private boolean dirty;

	private boolean flushing;

	// The kernel has not taken all of the last flush.
	private boolean blocked;

	// Set while bytes must not leave: what would have gone to the channel.
	private @Nullable ArrayDeque<ByteBuf> held;

	private long progressOfFirst;

	private @Nullable Throwable failure;

	// Any thread may set it.
	private volatile boolean lost;

	private boolean over;

	ChannelWriter(PendingBytes pending) {
		this.pending = pending;
	}

	void attach(ChannelHandlerContext context, Outbound outbound) {
		this.context = context;
		this.completion = new WriteCompletion(context.channel(), outbound);
	}

	/**
	 * Return a buffer with room for so many bytes, to be filled at once.
	 */
	ByteBuf room(int length) {
		this.dirty = true;
		ByteBuf room = this.cork;
		if (room != null && room.writableBytes() >= length) {
			return room;
		}
		int capacity = (room != null) ? NEXT_CORK_BYTES : FIRST_CORK_BYTES;
		writeCork();
		room = ByteBufAllocator.DEFAULT.directBuffer(Math.max(length, capacity));
		this.cork = room;
		return room;
	}

	/**
	 * Write a buffer as it is, after what is corked. Takes it over.
	 */
	void write(ByteBuf buffer) {
		this.dirty = true;
		writeCork();
		writeToChannel(buffer);
	}

	/**
	 * Write a buffer that is mostly empty if it is small, which is no good to keep while
	 * the kernel is full. Takes it over.
	 */
	void writeOrCopy(ByteBuf buffer, int smallBytes) {
		int length = buffer.readableBytes();
		if (isBlocked() && length < smallBytes) {
			room(length).writeBytes(buffer);
			buffer.release();
		}
		else {
			write(buffer);
		}
	}

	private void writeCork() {
		ByteBuf corked = this.cork;
		if (corked != null) {
			this.cork = null;
			writeToChannel(corked);
		}
	}

	private void writeToChannel(ByteBuf buffer) {
		ChannelHandlerContext context = this.context;
		WriteCompletion completion = this.completion;
		int length = buffer.readableBytes();
		if (this.over || context == null || completion == null) {
			buffer.release();
			this.pending.release(length);
			this.lost = true;
			return;
		}
		if (this.held != null) {
			this.held.add(buffer);
			return;
		}
		this.sizes.add(length);
		context.write(buffer, completion);
	}

	void flush() {
		ChannelHandlerContext context = this.context;
		if (this.dirty && !this.flushing && !this.over && this.held == null && context != null) {
			this.flushing = true;
			try {
				flush(context);
			}
			finally {
				this.flushing = false;
			}
		}
	}

	/**
	 * Give the cork to the channel, even if the kernel is full.
	 */
	void handOver() {
		writeCork();
	}

	/**
	 * Give nothing to the channel until {@link #letGo()}.
	 */
	void hold() {
		this.held = new ArrayDeque<>();
	}

	void letGo() {
		ArrayDeque<ByteBuf> held = this.held;
		this.held = null;
		ByteBuf buffer;
		while (held != null && (buffer = held.poll()) != null) {
			writeToChannel(buffer);
		}
	}

	private void flush(ChannelHandlerContext context) {
		do {
			// While the kernel is full the cork grows: small writes handed on one by one
			// would each hold a buffer that is much larger than they are.
			if (!isBlocked()) {
				writeCork();
			}
			context.flush();
			this.blocked = !this.sizes.isEmpty();
		}
		while (!this.blocked && this.cork != null);
		this.dirty = this.cork != null;
	}

	private boolean isBlocked() {
		return this.blocked && !this.sizes.isEmpty();
	}

	boolean isDirty() {
		return this.dirty;
	}

	boolean isFlushing() {
		return this.flushing;
	}

	/**
	 * Return whether something waited for the kernel, and need not any longer.
	 */
	boolean isFlushDue() {
		return this.dirty && !isBlocked();
	}

	/**
	 * Count a part of the first buffer as written.
	 * @return number of bytes more than before
	 */
	int progress(long progressOfFirst) {
		int step = (int) (progressOfFirst - this.progressOfFirst);
		this.progressOfFirst = progressOfFirst;
		return step;
	}

	/**
	 * Forget the first buffer.
	 * @return number of its bytes that {@link #progress} has not told of
	 */
	int removeFirst() {
		int rest = this.sizes.remove() - (int) this.progressOfFirst;
		this.progressOfFirst = 0;
		return rest;
	}

	void failed(int lostBytes, Throwable cause) {
		if (lostBytes > 0) {
			this.lost = true;
		}
		if (this.failure == null) {
			this.failure = cause;
		}
	}

	/**
	 * Drop what never reached the channel, which is gone.
	 */
	void discard() {
		this.over = true;
		ByteBuf corked = this.cork;
		if (corked != null) {
			this.cork = null;
			this.lost = true;
			this.pending.release(corked.readableBytes());
			corked.release();
		}
		// Being over, it is dropped.
		letGo();
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Return whether bytes that were accepted will never be sent.
	 */
	boolean hasLost() {
		return this.lost;
	}

	/**
	 * Note that accepted bytes were dropped. Any thread.
	 */
	void lose() {
		this.lost = true;
	}

	/**
	 * Return why writing failed, {@code null} if it has not.
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

}
