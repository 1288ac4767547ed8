package io.tcpboot;

import io.netty.buffer.ByteBufUtil;

/**
 * Cuts text where its UTF-8 form may be cut.
 */
final class Utf8 {

	private Utf8() {
	}

	/**
	 * Return how many chars from the start fit into a number of bytes, without tearing a
	 * character.
	 */
	static int charsWithin(CharSequence text, int bytes) {
		int left = bytes;
		int chars = 0;
		while (chars < text.length()) {
			int next = Character.charCount(Character.codePointAt(text, chars));
			left -= ByteBufUtil.utf8Bytes(text, chars, chars + next);
			if (left < 0) {
				break;
			}
			chars += next;
		}
		return chars;
	}

}
