package io.tcpboot;

import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Collects small writes and hands out one buffer. What could not be sent of it is
 * {@linkplain #putBack put back}, before whatever was written since. One thread at a
 * time. Its buffers are on the heap, so one that is forgotten is garbage and no leak.
 */
public final class BufferSink {

	private final int highWaterMark;

	private @Nullable ByteBuf head;

	private @Nullable ByteBuf tail;

	/**
	 * Create an empty sink.
	 * @param highWaterMark most bytes that {@code write} lets the sink hold, at least 1
	 */
	public BufferSink(int highWaterMark) {
		Check.atLeast("highWaterMark", highWaterMark, 1);
		this.highWaterMark = highWaterMark;
	}

	/**
	 * Return the most bytes that {@code write} lets the sink hold.
	 * @return bytes
	 */
	public int highWaterMark() {
		return this.highWaterMark;
	}

	/**
	 * Return how much the sink holds.
	 * @return bytes
	 */
	public int size() {
		return readable(this.head) + readable(this.tail);
	}

	/**
	 * Add as many of the readable bytes as there is room for, and advance the reader
	 * index.
	 * @param bytes the bytes, copied
	 * @return the number of bytes added, 0 if the sink is full
	 */
	public int write(ByteBuf bytes) {
		int taken = Math.min(bytes.readableBytes(), room());
		tail(taken).writeBytes(bytes, taken);
		return taken;
	}

	/**
	 * Add as many bytes as there is room for.
	 * @param bytes the bytes, copied
	 * @return the number of bytes added, 0 if the sink is full
	 */
	public int write(byte[] bytes) {
		return write(bytes, 0, bytes.length);
	}

	/**
	 * Add as many bytes of a slice as there is room for.
	 * @param bytes the bytes, copied
	 * @param offset index of the first byte
	 * @param length number of bytes
	 * @return the number of bytes added, 0 if the sink is full
	 * @throws IndexOutOfBoundsException if the slice is not inside the array
	 */
	public int write(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		int taken = Math.min(length, room());
		tail(taken).writeBytes(bytes, offset, taken);
		return taken;
	}

	/**
	 * Add as many whole characters as there is room for, in UTF-8.
	 * @param text the text
	 * @return the number of chars added, 0 if the sink is full
	 */
	public int write(CharSequence text) {
		int chars = Utf8.charsWithin(text, room());
		CharSequence taken = text.subSequence(0, chars);
		ByteBufUtil.writeUtf8(tail(ByteBufUtil.utf8MaxBytes(taken)), taken);
		return chars;
	}

	private int room() {
		return Math.max(0, this.highWaterMark - size());
	}

	private ByteBuf tail(int more) {
		ByteBuf buffer = this.tail;
		if (buffer == null) {
			buffer = Unpooled.buffer(Math.max(256, more));
			this.tail = buffer;
		}
		return buffer;
	}

	/**
	 * Hand out everything, in order. The sink is empty afterwards.
	 * @return one buffer, the caller's
	 */
	public ByteBuf flush() {
		ByteBuf first = this.head;
		ByteBuf rest = this.tail;
		this.head = null;
		this.tail = null;
		if (first == null) {
			return (rest != null) ? rest : Unpooled.buffer(0);
		}
		if (rest != null) {
			first = join(first, rest);
		}
		return first;
	}

	/**
	 * Take back what could not be sent of the last {@link #flush()}. It comes first in
	 * the next one, whatever was written in between, and may exceed the high-water mark.
	 * @param unsent the buffer with its readable rest; the sink releases it
	 */
	public void putBack(ByteBuf unsent) {
		if (!unsent.isReadable()) {
			unsent.release();
			return;
		}
		ByteBuf first = this.head;
		this.head = (first != null) ? join(unsent, first) : unsent;
	}

	private static ByteBuf join(ByteBuf first, ByteBuf second) {
		try {
			ByteBuf both = Unpooled.buffer(first.readableBytes() + second.readableBytes());
			return both.writeBytes(first).writeBytes(second);
		}
		finally {
			first.release();
			second.release();
		}
	}

	private static int readable(@Nullable ByteBuf buffer) {
		return (buffer != null) ? buffer.readableBytes() : 0;
	}

}
