package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * Large buffers that the sockets of an event loop use in turn: one to read into, as data
 * only borrows its bytes, and one to collect what is written. The last release brings a
 * buffer back, as a rule before the next socket has its turn; if somebody keeps it,
 * another takes its place. Event loop only, unless said otherwise.
 */
final class LoopBuffers {

	/** As much as one system call is worth, and warm in the processor's cache. */
	static final int BYTES = 64 * 1024;

	private final EventLoop loop;

	private @Nullable Lent first;

	private @Nullable Lent second;

	LoopBuffers(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Return an empty buffer of {@value #BYTES} bytes, to be released soon.
	 */
	ByteBuf take() {
		Lent buffer = this.first;
		if (buffer == null) {
			return PlatformDependent.hasUnsafe() ? new UnsafeBuffer(this) : new Buffer(this);
		}
		this.first = this.second;
		this.second = null;
		return buffer.lend();
	}

	/**
	 * Keep a released buffer for the next one to take. Any thread.
	 * @return whether it is kept
	 */
	private boolean keep(Lent buffer) {
		if (!this.loop.inEventLoop() || this.second != null) {
			return false;
		}
		this.second = this.first;
		this.first = buffer;
		return true;
	}

	/**
	 * Return a part of a buffer that may be kept for longer: not much larger than the
	 * part itself, unless the buffer is shared with others anyway.
	 */
	static ByteBuf slim(ByteBuf buffer, int index, int length) {
		if (2 * length >= buffer.capacity() || buffer.isReadOnly()) {
			return buffer.retainedSlice(index, length);
		}
		return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(buffer, index, length);
	}

	/**
	 * Free everything. The event loop has ended, so nothing comes back.
	 */
	void free() {
		while (this.first != null) {
			take().release();
		}
	}

	private interface Lent {

		/**
		 * Return the buffer, which was released, as a new one.
		 */
		ByteBuf lend();

	}

	private static final class UnsafeBuffer extends UnpooledUnsafeDirectByteBuf implements Lent {

		private final LoopBuffers owner;

		UnsafeBuffer(LoopBuffers owner) {
			super(ByteBufAllocator.DEFAULT, BYTES, BYTES);
			this.owner = owner;
		}

		@Override
		public ByteBuf lend() {
			resetRefCnt();
			return clear();
		}

		@Override
		protected void deallocate() {
			if (capacity() != BYTES || !this.owner.keep(this)) {
				super.deallocate();
			}
		}

	}

	/**
	 * The same where the JVM does not let Netty have its Unsafe.
	 */
	private static final class Buffer extends UnpooledDirectByteBuf implements Lent {

		private final LoopBuffers owner;

		Buffer(LoopBuffers owner) {
			super(ByteBufAllocator.DEFAULT, BYTES, BYTES);
			this.owner = owner;
		}

		@Override
		public ByteBuf lend() {
			resetRefCnt();
			return clear();
		}

		@Override
		protected void deallocate() {
			if (capacity() != BYTES || !this.owner.keep(this)) {
				super.deallocate();
			}
		}

	}

}
