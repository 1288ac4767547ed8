package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Bytes that depend on their sender and on their position, so that one that is lost,
 * doubled or out of place is seen wherever the stream is cut.
 */
final class Pattern {

	private Pattern() {
	}

	static byte at(int sender, long position) {
		long mixed = (position + 1) * 0x9E3779B97F4A7C15L + sender * 0xC2B2AE3D27D4EB4FL;
		mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
		return (byte) (mixed >>> 56);
	}

	static byte[] bytes(int sender, long position, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = at(sender, position + i);
		}
		return bytes;
	}

	/**
	 * Return the position of the first readable byte that is wrong, or -1.
	 */
	static long firstWrong(int sender, long position, ByteBuf bytes) {
		// A copy, as the leak detector makes a record of every access.
		byte[] copy = ByteBufUtil.getBytes(bytes);
		for (int i = 0; i < copy.length; i++) {
			if (copy[i] != at(sender, position + i)) {
				return position + i;
			}
		}
		return -1;
	}

}
