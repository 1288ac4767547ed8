package io.tcpboot.test;

import java.io.ByteArrayOutputStream;

/**
 * What a peer has received, for the message of a failure.
 */
final class Transcript {

	private static final int SHOWN_BYTES = 1024;

	private static final int LINE_BYTES = 16;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	void add(byte[] bytes, int offset, int length) {
		this.bytes.write(bytes, offset, length);
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

	/**
	 * Return the last bytes in lines of hexadecimal numbers and text.
	 */
	@Override
	public String toString() {
		byte[] all = bytes();
		if (all.length == 0) {
			return "Nothing was received on this connection.";
		}
		int from = Math.max(0, all.length - SHOWN_BYTES) / LINE_BYTES * LINE_BYTES;
		StringBuilder dump = new StringBuilder(
				all.length + " byte(s) were received on this connection" + ((from > 0) ? ", the last of them:" : ":"));
		for (int line = from; line < all.length; line += LINE_BYTES) {
			dump.append(line(all, line));
		}
		return dump.toString();
	}

	private static String line(byte[] all, int from) {
		StringBuilder hex = new StringBuilder();
		StringBuilder text = new StringBuilder();
		for (int i = from; i < Math.min(all.length, from + LINE_BYTES); i++) {
			hex.append(String.format("%02x ", all[i]));
			text.append(isPrintable(all[i]) ? (char) all[i] : '.');
		}
		return String.format("%n  %08x  %-48s |%s|", from, hex, text);
	}

	/**
	 * Return bytes as text in quotes, with those that are no printable ASCII escaped.
	 */
	static String quote(byte[] bytes) {
		StringBuilder text = new StringBuilder("\"");
		int shown = Math.min(bytes.length, SHOWN_BYTES);
		for (int i = 0; i < shown; i++) {
			text.append(escape(bytes[i]));
		}
		text.append((shown < bytes.length) ? "\"..." : "\"");
		return text.append(" (").append(bytes.length).append(" byte(s))").toString();
	}

	private static String escape(byte value) {
		return switch (value) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			default -> isPrintable(value) ? String.valueOf((char) value) : String.format("\\x%02x", value);
		};
	}

	private static boolean isPrintable(byte value) {
		return value >= ' ' && value <= '~';
	}

}
