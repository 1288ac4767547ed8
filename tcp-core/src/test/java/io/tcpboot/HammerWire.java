package io.tcpboot;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the hammer sends and how its receiver checks it: a header that says who sends,
 * then either one long pattern, or records of several writers. A record says who wrote
 * it, the how manyth it is, and how long; then comes a pattern of its own.
 */
final class HammerWire {

	static final int HEADER_BYTES = 5;

	static final int RECORD_HEADER_BYTES = 9;

	private HammerWire() {
	}

	static byte[] header(int sender, boolean records) {
		return ByteBuffer.allocate(HEADER_BYTES).putInt(sender).put((byte) (records ? 1 : 0)).array();
	}

	static byte[] record(int sender, int writer, int number, int length) {
		return ByteBuffer.allocate(RECORD_HEADER_BYTES + length)
			.put((byte) writer)
			.putInt(number)
			.putInt(length)
			.put(Pattern.bytes(patternOf(sender, writer), positionOf(number), length))
			.array();
	}

	private static int patternOf(int sender, int writer) {
		return 31 * sender + writer + 1;
	}

	private static long positionOf(int number) {
		return (long) number << 20;
	}

	/**
	 * Checks a stream, wherever it is cut. One thread at a time.
	 */
	static final class Receiver {

		private static final int UNKNOWN = -1;

		private final Consumer<String> wrong;

		private final Map<Integer, Integer> nextNumbers = new HashMap<>();

		private final ByteBuffer head = ByteBuffer.allocate(RECORD_HEADER_BYTES).limit(HEADER_BYTES);

		private volatile int sender = UNKNOWN;

		private volatile long received;

		private int pattern;

		private long position;

		// Bytes that are left of the pattern.
		private long left;

		Receiver(Consumer<String> wrong) {
			this.wrong = wrong;
		}

		int sender() {
			return this.sender;
		}

		long received() {
			return this.received;
		}

		void receive(byte[] bytes) {
			ByteBuffer rest = ByteBuffer.wrap(bytes);
			while (rest.hasRemaining()) {
				if (this.left > 0) {
					receivePattern(rest);
				}
				else {
					receiveHead(rest);
				}
			}
			this.received += bytes.length;
		}

		private void receivePattern(ByteBuffer rest) {
			int length = (int) Math.min(this.left, rest.remaining());
			for (int i = 0; i < length; i++) {
				if (rest.get() != Pattern.at(this.pattern, this.position + i)) {
					this.wrong.accept("wrong byte from sender " + this.sender + " at " + (this.position + i)
							+ " of pattern " + this.pattern);
				}
			}
			this.position += length;
			this.left -= length;
		}

		private void receiveHead(ByteBuffer rest) {
			while (rest.hasRemaining() && this.head.hasRemaining()) {
				this.head.put(rest.get());
			}
			if (!this.head.hasRemaining()) {
				this.head.flip();
				if (this.sender == UNKNOWN) {
					begin(this.head.getInt(), this.head.get() == 1);
				}
				else {
					beginRecord(this.head.get(), this.head.getInt(), this.head.getInt());
				}
				this.head.clear();
			}
		}

		private void begin(int sender, boolean records) {
			this.sender = sender;
			if (!records) {
				this.pattern = sender;
				this.left = Long.MAX_VALUE;
			}
		}

		private void beginRecord(int writer, int number, int length) {
			int expected = this.nextNumbers.getOrDefault(writer, 0);
			if (number != expected || length < 0) {
				this.wrong.accept("record " + number + " of " + length + " bytes, by writer " + writer + " of sender "
						+ this.sender + " (expected: " + expected + ")");
			}
			this.nextNumbers.put(writer, number + 1);
			this.pattern = patternOf(this.sender, writer);
			this.position = positionOf(number);
			this.left = Math.max(0, length);
		}

	}

}
