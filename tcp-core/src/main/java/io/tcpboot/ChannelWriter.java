package io.tcpboot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;

import javax.net.ssl.SSLException;

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

	private static final int FIRST_CORK_BYTES = 2 * 1024;

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
	private @Nullable TlsRecords records;

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
			@Nullable TlsRecords records) {
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
			int capacity = (room != null) ? NEXT_CORK_BYTES : FIRST_CORK_BYTES;
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
		if (this.records != null) {
			writeRecords(this.records, bytes, index, length);
			return;
		}
		int written = 0;
		try {
			written = Transport.write(context.channel(), bytes, index, length);
			Objects.requireNonNull(this.outbound).written(written);
		}
		catch (IOException | RuntimeException | OutOfMemoryError ex) {
			bytes.release();
			fail(length, ex);
			return;
		}
		if (written < length) {
			writeSlim(bytes, index + written, length - written);
		}
		else {
			bytes.release();
		}
	}

	/**
	 * The same, encrypted. Takes the bytes over.
	 */
	private void writeRecords(TlsRecords records, ByteBuf bytes, int index, int length) {
		int done = 0;
		try {
			int step = 1;
			while (step > 0 && done < length && !isQueued()) {
				step = writeSomeRecords(records, bytes, index + done, length - done);
				done += step;
			}
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
	 * Return how many bytes are encrypted, and the kernel's, or the channel's.
	 */
	private int writeSomeRecords(TlsRecords records, ByteBuf bytes, int index, int length) throws IOException {
		Channel channel = Objects.requireNonNull(this.context).channel();
		LoopBuffers buffers = Objects.requireNonNull(this.buffers);
		if (!Transport.isEmpty(channel)) {
			return 0;
		}
		ByteBuf encrypted = buffers.take();
		try {
			int done = encrypt(records, bytes, index, length, encrypted);
			int encryptedLength = encrypted.readableBytes();
			int written = (encryptedLength > 0) ? Transport.write(channel, encrypted, 0, encryptedLength) : 0;
			if (written == encryptedLength) {
				Objects.requireNonNull(this.outbound).written(done);
			}
			else {
				queue(records, LoopBuffers.slim(encrypted, written, encryptedLength - written), done);
			}
			return done;
		}
		finally {
			encrypted.release();
		}
	}

	private int encrypt(TlsRecords records, ByteBuf bytes, int index, int length, ByteBuf encrypted)
			throws IOException {
		try {
			return records.encrypt(bytes, index, length, encrypted);
		}
		catch (SSLException ex) {
			// The alert that tells the peer why.
			Transport.write(Objects.requireNonNull(this.context).channel(), encrypted, 0, encrypted.readableBytes());
			throw ex;
		}
	}

	/**
	 * Let records wait for the kernel.
	 */
	private void queue(TlsRecords records, ByteBuf rest, int length) {
		Channel channel = Objects.requireNonNull(this.context).channel();
		Outbound outbound = Objects.requireNonNull(this.outbound);
		sizes().add(length);
		records.write(rest, channel.newPromise().addListener((written) -> {
			if (written.isSuccess()) {
				outbound.onWritten();
			}
			else {
				outbound.onFailed(written.cause());
			}
		}));
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
