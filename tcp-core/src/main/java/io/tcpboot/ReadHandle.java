package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the channel of a socket reads into: the buffer of the event loop, or, where bytes
 * are kept, one that is about as large as what arrives. Event loop only.
 */
final class ReadHandle implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {

	/** Then others have their turn. As many as Netty's. */
	private static final int READS_PER_TURN = 16;

	private static final int LEAST_BYTES = 2 * 1024;

	private final SocketInput input;

	private final LoopBuffers buffers;

	private @Nullable ChannelConfig config;

	private int reads;

	private int readBytes;

	private int attemptedBytes;

	private int lastBytes;

	private int guess = LEAST_BYTES;

	ReadHandle(SocketInput input, LoopBuffers buffers) {
		this.input = input;
		this.buffers = buffers;
	}

	@Override
	@SuppressWarnings("deprecation")
	public Handle newHandle() {
		return this;
	}

	@Override
	public void reset(ChannelConfig config) {
		this.config = config;
		this.reads = 0;
		this.readBytes = 0;
	}

	@Override
	public ByteBuf allocate(ByteBufAllocator allocator) {
		int room = Math.max(LEAST_BYTES, this.input.room());
		// Records are decrypted at once, and kept by nobody.
		boolean borrowed = this.input.isDecrypted() || this.input.isBorrowed();
		if (borrowed && room >= LoopBuffers.BYTES) {
			return this.buffers.take();
		}
		return allocator.ioBuffer(Math.min(room, (borrowed) ? LoopBuffers.BYTES : this.guess));
	}

	/**
	 * Return what to decrypt into.
	 */
	ByteBuf allocate(int length) {
		return (this.input.isBorrowed()) ? this.buffers.take()
				: ByteBufAllocator.DEFAULT.directBuffer(Math.max(LEAST_BYTES, length));
	}

	@Override
	public int guess() {
		return this.guess;
	}

	@Override
	public void incMessagesRead(int count) {
		this.reads += count;
	}

	@Override
	public void lastBytesRead(int bytes) {
		this.lastBytes = bytes;
		this.readBytes += Math.max(0, bytes);
	}

	@Override
	public int lastBytesRead() {
		return this.lastBytes;
	}

	@Override
	public void attemptedBytesRead(int bytes) {
		this.attemptedBytes = bytes;
	}

	@Override
	public int attemptedBytesRead() {
		return this.attemptedBytes;
	}

	@Override
	public boolean continueReading() {
		return continueReading(() -> this.attemptedBytes == this.lastBytes);
	}

	@Override
	public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
		ChannelConfig config = this.config;
		return config != null && config.isAutoRead() && maybeMore.get() && this.reads < READS_PER_TURN
				&& this.lastBytes > 0;
	}

	/**
	 * Twice as much next time if this was not enough, half as much if it was far too
	 * much.
	 */
	@Override
	public void readComplete() {
		if (this.readBytes > this.guess) {
			this.guess = Math.min(LoopBuffers.BYTES, 2 * this.guess);
		}
		else if (this.readBytes < this.guess / 4) {
			this.guess = Math.max(LEAST_BYTES, this.guess / 2);
		}
	}

}
