package io.tcpboot.benchmark.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what arrives on one connection into messages of 64 bytes. A message that came in
 * one piece is not copied. For its event loop only.
 */
final class Messages {

	static final int LENGTH = 64;

	/** What {@link Mode#FIVE} writes at a time; the last one is shorter. */
	static final int PART = 13;

	/** Number of its writes. */
	static final int PARTS = 5;

	private @Nullable ByteBuf partial;

	/**
	 * Read the next message.
	 * @param bytes what has arrived
	 * @return the message, which lives as long as the bytes; {@code null} when they are
	 * read up
	 */
	@Nullable ByteBuf next(ByteBuf bytes) {
		if (this.partial == null && bytes.readableBytes() >= LENGTH) {
			return bytes.readSlice(LENGTH);
		}
		return bytes.isReadable() ? complete(bytes) : null;
	}

	private @Nullable ByteBuf complete(ByteBuf bytes) {
		ByteBuf message = (this.partial != null) ? this.partial : Unpooled.buffer(LENGTH, LENGTH);
		message.writeBytes(bytes, Math.min(message.writableBytes(), bytes.readableBytes()));
		boolean whole = !message.isWritable();
		this.partial = whole ? null : message;
		return whole ? message : null;
	}

}
