package io.tcpboot.framing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.util.ByteProcessor;

/**
 * What frames end at. Immutable, shared by all sockets.
 */
final class Delimiters {

	/** No delimiter ends there; ask again when there are more bytes. */
	static final int NONE = -1;

	private final byte[][] all;

	private final int longest;

	private final boolean[] endsOne = new boolean[256];

	private final ByteProcessor endsNone = (value) -> !this.endsOne[value & 0xFF];

	// Whether all end with the same byte, which Netty finds eight bytes at a time.
	private final boolean sameEnd;

	private final List<byte[]> beginnings = new ArrayList<>();

	Delimiters(byte[]... delimiters) {
		Framing.check(delimiters.length > 0, "delimiters", 0, "at least one");
		this.all = new byte[delimiters.length][];
		int longest = 0;
		for (int i = 0; i < delimiters.length; i++) {
			Framing.check(delimiters[i].length > 0, "delimiter", "empty", "at least one byte");
			this.all[i] = delimiters[i].clone();
			this.endsOne[lastOf(delimiters[i]) & 0xFF] = true;
			longest = Math.max(longest, this.all[i].length);
		}
		this.longest = longest;
		this.sameEnd = Arrays.stream(this.all).allMatch((delimiter) -> lastOf(delimiter) == lastOf(first()));
		for (byte[] delimiter : this.all) {
			checkContainsNoOther(delimiter);
			addBeginnings(delimiter);
		}
	}

	/**
	 * If it did, the other would be found only when the rest has not arrived yet.
	 */
	private void checkContainsNoOther(byte[] delimiter) {
		int end = end(Unpooled.wrappedBuffer(delimiter), 0);
		Framing.check(end == delimiter.length, "delimiter", ByteBufUtil.hexDump(delimiter),
				"no other delimiter before its end");
	}

	/**
	 * Note the ways in which a payload can end so that a delimiter begins there, and the
	 * first delimiter, which follows, completes it.
	 */
	private void addBeginnings(byte[] delimiter) {
		for (int i = 1; i < delimiter.length; i++) {
			if (firstStartsWith(delimiter, i)) {
				this.beginnings.add(Arrays.copyOf(delimiter, i));
			}
		}
	}

	private boolean firstStartsWith(byte[] delimiter, int from) {
		int length = delimiter.length - from;
		return length <= first().length && Arrays.equals(first(), 0, length, delimiter, from, delimiter.length);
	}

	byte[] first() {
		return this.all[0];
	}

	int longest() {
		return this.longest;
	}

	ByteBuf[] buffers() {
		ByteBuf[] buffers = new ByteBuf[this.all.length];
		for (int i = 0; i < buffers.length; i++) {
			buffers[i] = Unpooled.wrappedBuffer(this.all[i]);
		}
		return buffers;
	}

	/**
	 * Return the index behind the delimiter that is complete first, or {@link #NONE}.
	 * @param in bytes that begin with a frame
	 * @param from index before which none is complete
	 */
	int end(ByteBuf in, int from) {
		int last = next(in, from);
		while (last != NONE) {
			if (isEnd(in, last + 1)) {
				return last + 1;
			}
			last = next(in, last + 1);
		}
		return NONE;
	}

	private int next(ByteBuf in, int from) {
		if (this.sameEnd) {
			return in.indexOf(from, in.writerIndex(), lastOf(first()));
		}
		return in.forEachByte(from, in.writerIndex() - from, this.endsNone);
	}

	private static byte lastOf(byte[] delimiter) {
		return delimiter[delimiter.length - 1];
	}

	private boolean isEnd(ByteBuf in, int end) {
		for (byte[] delimiter : this.all) {
			if (endsWith(in, end, delimiter)) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsWith(ByteBuf in, int end, byte[] bytes) {
		int start = end - bytes.length;
		if (start < in.readerIndex()) {
			return false;
		}
		for (int i = 0; i < bytes.length; i++) {
			if (in.getByte(start + i) != bytes[i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Check that the payload, followed by the first delimiter, is one frame and stays
	 * what it is.
	 */
	void checkAbsent(ByteBuf payload) {
		int end = end(payload, payload.readerIndex());
		if (end != NONE) {
			throw Framing.illegal("payload", "a delimiter ends at byte " + (end - payload.readerIndex()),
					"no delimiter inside");
		}
		for (byte[] beginning : this.beginnings) {
			if (endsWith(payload, payload.writerIndex(), beginning)) {
				throw Framing.illegal("payload", "ends with " + ByteBufUtil.hexDump(beginning),
						"not the beginning of a delimiter at its end");
			}
		}
	}

}
