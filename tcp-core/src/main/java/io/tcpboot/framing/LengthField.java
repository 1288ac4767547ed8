package io.tcpboot.framing;

import io.netty.buffer.ByteBuf;

/**
 * A number in a header. Unsigned; only one of 8 bytes can come out negative.
 *
 * @param bytes 1, 2, 3, 4 or 8
 * @param littleEndian whether the lowest byte comes first
 */
record LengthField(int bytes, boolean littleEndian) {

	LengthField {
		boolean known = bytes >= 1 && bytes <= 4 || bytes == 8;
		Framing.check(known, "bytes", bytes, "1, 2, 3, 4 or 8");
	}

	long max() {
		return (this.bytes == 8) ? Long.MAX_VALUE : (1L << (8 * this.bytes)) - 1;
	}

	long get(ByteBuf buffer, int index) {
		return switch (this.bytes) {
			case 1 -> buffer.getUnsignedByte(index);
			case 2 -> (this.littleEndian) ? buffer.getUnsignedShortLE(index) : buffer.getUnsignedShort(index);
			case 3 -> (this.littleEndian) ? buffer.getUnsignedMediumLE(index) : buffer.getUnsignedMedium(index);
			case 4 -> (this.littleEndian) ? buffer.getUnsignedIntLE(index) : buffer.getUnsignedInt(index);
			default -> (this.littleEndian) ? buffer.getLongLE(index) : buffer.getLong(index);
		};
	}

	void write(ByteBuf out, long value) {
		switch (this.bytes) {
			case 1 -> out.writeByte((int) value);
			case 2 -> out.writeShort((this.littleEndian) ? Short.reverseBytes((short) value) : (int) value);
			case 3 -> out.writeMedium((this.littleEndian) ? Integer.reverseBytes((int) value) >>> 8 : (int) value);
			case 4 -> out.writeInt((this.littleEndian) ? Integer.reverseBytes((int) value) : (int) value);
			default -> out.writeLong((this.littleEndian) ? Long.reverseBytes(value) : value);
		}
	}

}
