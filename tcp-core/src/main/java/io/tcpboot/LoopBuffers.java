package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

/**
 * Large buffers that the sockets of an event loop use in turn: one to read into, as data
 * only borrows its bytes, one to collect what is written, and behind TLS one for its
 * records. The last release brings a buffer back, as a rule before the next socket has
 * its turn; if somebody keeps it, another takes its place. Event loop only, unless said
 * otherwise.
 */
final class LoopBuffers {

	/** As much as one system call is worth, and warm in the processor's cache. */
	static final int BYTES = 64 * 1024;

	/** What is read, what is written, and the records of TLS. */
	private static final int KEPT = 3;

	private final EventLoop loop;

	// The last one that came back is the next to go.
	private final LoopMemory[] spare = new LoopMemory[KEPT];

	private int count;

	LoopBuffers(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Return an empty buffer of {@value #BYTES} bytes, to be released soon.
	 */
	ByteBuf take() {
		LoopMemory memory = (this.count > 0) ? this.spare[--this.count] : new LoopMemory(this);
		return memory.lend();
	}

	/**
	 * Take back what nobody uses any longer. Any thread.
	 */
	void giveBack(LoopMemory memory) {
		if (this.loop.inEventLoop() && this.count < KEPT) {
			this.spare[this.count++] = memory;
		}
		else {
			memory.free();
		}
	}

	/**
	 * Return a part of a buffer that may be kept for longer: none of the event loop's,
	 * and not much larger than the part itself, unless it is shared with others anyway.
	 */
	static ByteBuf slim(ByteBuf buffer, int index, int length) {
		boolean slim = 2 * length >= buffer.capacity() || buffer.isReadOnly();
		if (slim && !isLent(root(buffer))) {
			return buffer.retainedSlice(index, length);
		}
		return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(buffer, index, length);
	}

	static boolean isLent(ByteBuf buffer) {
		return buffer instanceof LoopMemory.Face;
	}

	/**
	 * Return the buffer that others, slices or read-only ones, are views of.
	 */
	static ByteBuf root(ByteBuf buffer) {
		ByteBuf root = buffer;
		for (ByteBuf next = root; next != null; next = next.unwrap()) {
			root = next;
		}
		return root;
	}

	/**
	 * Free everything. The event loop has ended, so nothing comes back.
	 */
	void free() {
		while (this.count > 0) {
			this.spare[--this.count].free();
		}
	}

}
