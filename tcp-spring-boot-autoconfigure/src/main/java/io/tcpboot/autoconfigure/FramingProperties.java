package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Properties of framing: how messages are cut out of the stream of bytes.
 */
public class FramingProperties {

	/**
	 * How to tell where a message ends.
	 */
	private @Nullable Type type;

	/**
	 * Length of a message beyond which the connection is closed.
	 */
	private @Nullable DataSize maxFrame;

	/**
	 * Time within which a message that has begun must be complete, 0 for no limit.
	 */
	private @Nullable Duration deadline;

	/**
	 * Characters that end a message, in ASCII. Used by the type "delimited".
	 */
	private @Nullable String delimiter;

	/**
	 * Length of every message. Used by the type "fixed".
	 */
	private @Nullable DataSize length;

	/**
	 * Number that tells the length of a message. Used by the type "length-field".
	 */
	private final LengthField lengthField = new LengthField();

	public @Nullable Type getType() {
		return this.type;
	}

	public void setType(@Nullable Type type) {
		this.type = type;
	}

	public @Nullable DataSize getMaxFrame() {
		return this.maxFrame;
	}

	public void setMaxFrame(@Nullable DataSize maxFrame) {
		this.maxFrame = maxFrame;
	}

	public @Nullable Duration getDeadline() {
		return this.deadline;
	}

	public void setDeadline(@Nullable Duration deadline) {
		this.deadline = deadline;
	}

	public @Nullable String getDelimiter() {
		return this.delimiter;
	}

	public void setDelimiter(@Nullable String delimiter) {
		this.delimiter = delimiter;
	}

	public @Nullable DataSize getLength() {
		return this.length;
	}

	public void setLength(@Nullable DataSize length) {
		this.length = length;
	}

	public LengthField getLengthField() {
		return this.lengthField;
	}

	/**
	 * Ways to tell where a message ends.
	 */
	public enum Type {

		/** No messages: bytes as they come. */
		NONE,

		/** At the end of a line. */
		LINES,

		/** At a delimiter. */
		DELIMITED,

		/** A number in front tells the length. */
		LENGTH_FIELD,

		/** All have one length. */
		FIXED

	}

	/**
	 * The number that tells the length of a message.
	 */
	public static class LengthField {

		/**
		 * Length of the number in bytes: 1, 2, 3, 4 or 8.
		 */
		private @Nullable Integer bytes;

		/**
		 * Whether the lowest byte of the number comes first.
		 */
		private @Nullable Boolean littleEndian;

		/**
		 * Number of bytes in front of the number. Needs "keep".
		 */
		private @Nullable Integer offset;

		/**
		 * What to add to the number to get the number of the bytes that follow it.
		 */
		private @Nullable Integer adjustment;

		/**
		 * Whether the header is a part of the message.
		 */
		private @Nullable Boolean keep;

		public @Nullable Integer getBytes() {
			return this.bytes;
		}

		public void setBytes(@Nullable Integer bytes) {
			this.bytes = bytes;
		}

		public @Nullable Boolean getLittleEndian() {
			return this.littleEndian;
		}

		public void setLittleEndian(@Nullable Boolean littleEndian) {
			this.littleEndian = littleEndian;
		}

		public @Nullable Integer getOffset() {
			return this.offset;
		}

		public void setOffset(@Nullable Integer offset) {
			this.offset = offset;
		}

		public @Nullable Integer getAdjustment() {
			return this.adjustment;
		}

		public void setAdjustment(@Nullable Integer adjustment) {
			this.adjustment = adjustment;
		}

		public @Nullable Boolean getKeep() {
			return this.keep;
		}

		public void setKeep(@Nullable Boolean keep) {
			this.keep = keep;
		}

	}

}
