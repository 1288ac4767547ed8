package io.tcpboot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Hands bytes to the channel and counts what becomes the kernel's. Event loop only.
 * <p>
 * Small writes are copied into one buffer, the cork, so that a burst costs one flush and
 * one system call however many writes it is made of. Where nothing is between the socket
 * and the kernel, and nothing is queued, a flush goes past the channel's queue.
 */
final class ChannelWriter {

	/** Of 1,000 sockets that are sent the same small message, all fit the cache. */
	private static final int FIRST_CORK_BYTES = 256;

	private static final int NEXT_CORK_BYTES = 16 * 1024;

	private final PendingBytes pending;

	private @Nullable ChannelHandlerContext context;

	// Those of most sockets never come to be: the kernel takes all at once.
	private @Nullable WriteCompletion completion;

	private @Nullable SizeQueue sizes;

	private @Nullable Outbound outbound;

	// The event loop's, where a flush reads them at once.
	private @Nullable LoopBuffers buffers;

	// Bytes may go straight to the kernel.
	private boolean direct;

	// Encrypted by it, on that way.
	private @Nullable RecordWriter records;

	private @Nullable ByteBuf cork;

	// A range of a buffer that is to be written as it is. Never while there is a cork.
	private @Nullable ByteBuf shared;

	private int sharedIndex;

	private int sharedLength;

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

	void attach(ChannelHandlerContext context, Outbound outbound, @Nullable LoopBuffers buffers, boolean direct,
			@Nullable RecordWriter records) {
		this.context = context;
		this.outbound = outbound;
		this.buffers = buffers;
		this.direct = direct;
		this.records = records;
	}

	/**
	 * Let everything go through the channel from now on, as something is in its way.
	 */
	void detour() {
		handOver();
		this.buffers = null;
		this.direct = false;
		this.records = null;
	}

	/**
	 * Return a buffer with room for so many bytes, to be filled at once.
	 * @param brief whether a flush follows before another socket has its turn
	 */
	ByteBuf room(int length, boolean brief) {
		this.dirty = true;
		ByteBuf room = this.cork;
		if (room != null && room.writableBytes() >= length) {
			return room;
		}
		LoopBuffers buffers = this.buffers;
		if (brief && buffers != null && length <= LoopBuffers.BYTES && isIdle()) {
			room = buffers.take();
		}
		else {
			int capacity = (room != null) ? Math.min(NEXT_CORK_BYTES, 8 * room.capacity()) : FIRST_CORK_BYTES;
			handOver();
			room = ByteBufAllocator.DEFAULT.directBuffer(Math.max(length, capacity));
		}
		this.cork = room;
		return room;
	}

	/**
	 * Return whether nothing is on its way.
	 */
	private boolean isIdle() {
		return this.cork == null && this.shared == null && !isQueued() && this.held == null;
	}

	/**
	 * Write the next bytes of a buffer by reference.
	 */
	void share(ByteBuf bytes, int length) {
		if (this.shared != null) {
			// The other way to keep their order is to copy both into the queue.
			flush();
		}
		this.dirty = true;
		if (this.direct && isIdle() && bytes.isDirect() && bytes.nioBufferCount() == 1) {
			this.shared = bytes.retain();
			this.sharedIndex = bytes.readerIndex();
			this.sharedLength = length;
		}
		else {
			handOver();
			writeToChannel(LoopBuffers.slim(bytes, bytes.readerIndex(), length));
		}
		bytes.skipBytes(length);
	}

	/**
	 * Return whether a part of this buffer waits to be written as it is.
	 */
	boolean isSharing(ByteBuf buffer) {
		ByteBuf shared = this.shared;
		return shared != null && LoopBuffers.root(shared) == buffer;
	}

	/**
	 * Write a buffer as it is, after what is corked. Takes it over.
	 */
	void write(ByteBuf buffer) {
		this.dirty = true;
		handOver();
		writeToChannel(buffer);
	}

	/**
	 * Write a buffer that is mostly empty if it is small, which is no good to keep while
	 * the kernel is full. Takes it over.
	 */
	void writeOrCopy(ByteBuf buffer, int smallBytes) {
		int length = buffer.readableBytes();
		if (isBlocked() && length < smallBytes) {
			room(length, false).writeBytes(buffer);
			buffer.release();
		}
		else {
			write(buffer);
		}
	}

	/**
	 * Give everything to the channel, even if the kernel is full.
	 */
	void handOver() {
		ByteBuf corked = this.cork;
		if (corked != null) {
			this.cork = null;
			if (this.direct && LoopBuffers.isLent(corked)) {
				writeSlim(corked, corked.readerIndex(), corked.readableBytes());
			}
			else {
				// Not copied again: behind TLS every small write comes this way, and is
				// encrypted by the flush that follows.
				writeToChannel(corked);
			}
		}
		ByteBuf shared = this.shared;
		if (shared != null) {
			this.shared = null;
			writeSlim(shared, this.sharedIndex, this.sharedLength);
		}
	}

	/**
	 * Give a part of a buffer to the channel, to keep for longer. Takes the buffer over.
	 */
	private void writeSlim(ByteBuf buffer, int index, int length) {
		try {
			writeToChannel(LoopBuffers.slim(buffer, index, length));
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			fail(length, ex);
		}
		finally {
			buffer.release();
		}
	}

	/**
	 * End the connection: of bytes that were accepted some are lost, and what comes after
	 * them must not be sent.
	 */
	private void fail(int lostBytes, Throwable cause) {
		Objects.requireNonNull(this.outbound).failed(lostBytes, cause);
		// As the channel does when it is told by the kernel.
		Objects.requireNonNull(this.context).close();
	}

	/**
	 * Write what waits to the kernel, and to the channel what the kernel does not take.
	 */
	private void writeDirectly() {
		ByteBuf corked = this.cork;
		ByteBuf bytes = (corked != null) ? corked : this.shared;
		ChannelHandlerContext context = this.context;
		if (bytes == null || context == null || !this.direct || isQueued()) {
			handOver();
			return;
		}
		int index = (corked != null) ? corked.readerIndex() : this.sharedIndex;
		int length = (corked != null) ? corked.readableBytes() : this.sharedLength;
		this.cork = null;
		this.shared = null;
		int done = 0;
		try {
			int step;
			do {
				step = writeSome(context.channel(), bytes, index + done, length - done);
				done += step;
			}
			while (this.records != null && step > 0 && done < length && !isQueued());
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			bytes.release();
			fail(length - done, ex);
			return;
		}
		if (done < length) {
			writeSlim(bytes, index + done, length - done);
		}
		else {
			bytes.release();
		}
	}

	/**
	 * Return how many bytes need not be written any more.
	 */
	private int writeSome(Channel channel, ByteBuf bytes, int index, int length) throws IOException {
		RecordWriter records = this.records;
		if (records != null) {
			return records.write(bytes, index, length);
		}
		int written = Transport.write(channel, bytes, index, length);
		Objects.requireNonNull(this.outbound).written(written);
		return written;
	}

	/**
	 * Something waits for the kernel that was not written here.
	 */
	void queued(int length) {
		sizes().add(length);
	}

	private SizeQueue sizes() {
		SizeQueue sizes = this.sizes;
		if (sizes == null) {
			sizes = new SizeQueue();
			this.sizes = sizes;
		}
		return sizes;
	}

	private void writeToChannel(ByteBuf buffer) {
		ChannelHandlerContext context = this.context;
		Outbound outbound = this.outbound;
		int length = buffer.readableBytes();
		if (this.over || context == null || outbound == null) {
			buffer.release();
			this.pending.release(length);
			this.lost = true;
			return;
		}
		if (this.held != null) {
			this.held.add(buffer);
			return;
		}
		if (this.completion == null) {
			this.completion = new WriteCompletion(context.channel(), outbound);
		}
		sizes().add(length);
		context.write(buffer, this.completion);
	}

	/**
	 * Return whether the channel has something that is not the kernel's yet.
	 */
	private boolean isQueued() {
		return this.sizes != null && !this.sizes.isEmpty();
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
				writeDirectly();
			}
			if (isQueued()) {
				context.flush();
			}
			this.blocked = isQueued();
		}
		while (!this.blocked && this.cork != null);
		this.dirty = this.cork != null;
	}

	private boolean isBlocked() {
		return this.blocked && isQueued();
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
		int rest = Objects.requireNonNull(this.sizes).remove() - (int) this.progressOfFirst;
		this.progressOfFirst = 0;
		return rest;
	}

	/**
	 * Forget the last buffer. What fails is the end of what is on its way: TLS fails what
	 * it has not encrypted, while what it has is still the channel's, and may arrive.
	 * @return number of its bytes that {@link #progress} has not told of
	 */
	int removeLast() {
		SizeQueue sizes = Objects.requireNonNull(this.sizes);
		int size = sizes.removeLast();
		if (!sizes.isEmpty()) {
			return size;
		}
		int rest = size - (int) this.progressOfFirst;
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
		// Being over, they are dropped.
		handOver();
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
