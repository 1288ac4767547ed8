package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/**
 * Frames that tell their length in a header. Made by {@link Framing#lengthField(int)};
 * each method returns another framing.
 *
 * <pre>
 *  | offset | length field |                  |
 *  |--------- header ------|   the bytes after the field: value + adjustment
 *  |                       |--- payload ------|
 *  |-------------- payload with keep ---------|
 * </pre>
 */
public final class LengthFieldFraming extends Framing {

	private static final int MAX_OFFSET = 65_535;

	private final LengthField field;

	private final int offset;

	private final int adjustment;

	private final boolean keep;

	LengthFieldFraming(int bytes) {
		this(new LengthField(bytes, false), 0, 0, false, DEFAULT_MAX_FRAME, DEFAULT_DEADLINE);
	}

	private LengthFieldFraming(LengthField field, int offset, int adjustment, boolean keep, int maxFrame,
			Duration deadline) {
		super(maxFrame, deadline);
		this.field = field;
		this.offset = offset;
		this.adjustment = adjustment;
		this.keep = keep;
		check(offset >= 0 && offset <= MAX_OFFSET, "offset", offset, "0-" + MAX_OFFSET);
		check(keep || offset == 0, "offset", offset, "0, or keep() before it");
		check(Math.abs((long) adjustment) <= MAX_BYTES, "adjustment", adjustment, -MAX_BYTES + " to " + MAX_BYTES);
		check(!keep || maxFrame >= header(), "maxFrame", maxFrame, ">= " + header() + ", the header that is kept");
	}

	/**
	 * Return this framing with the lowest byte of the length first.
	 * @return the other framing
	 */
	public LengthFieldFraming littleEndian() {
		LengthField little = new LengthField(this.field.bytes(), true);
		return new LengthFieldFraming(little, this.offset, this.adjustment, this.keep, maxFrame(), deadline());
	}

	/**
	 * Return this framing with bytes in front of the length field. Only after
	 * {@link #keep()}: without them in the payload nobody could write them.
	 * @param bytes how many, 0 to 65535
	 * @return the other framing
	 * @throws IllegalArgumentException if the number is out of range, or not 0 without
	 * {@code keep}, or the header is longer than {@link #maxFrame()}
	 */
	public LengthFieldFraming offset(int bytes) {
		return new LengthFieldFraming(this.field, bytes, this.adjustment, this.keep, maxFrame(), deadline());
	}

	/**
	 * Return this framing with a number to add to the value of the field to get the
	 * number of the bytes that follow the field. For example -4, if the value counts a
	 * field of 4 bytes too.
	 * @param bytes what to add
	 * @return the other framing
	 * @throws IllegalArgumentException if the number is absurd: more than 1 GiB
	 */
	public LengthFieldFraming adjustment(int bytes) {
		return new LengthFieldFraming(this.field, this.offset, bytes, this.keep, maxFrame(), deadline());
	}

	/**
	 * Return this framing with the header kept in the payload. What is written must bring
	 * its header, and that must tell the truth; {@link #maxFrame()} bounds both together.
	 * @return the other framing
	 * @throws IllegalArgumentException if the header is longer than {@link #maxFrame()}
	 */
	public LengthFieldFraming keep() {
		return new LengthFieldFraming(this.field, this.offset, this.adjustment, true, maxFrame(), deadline());
	}

	@Override
	public LengthFieldFraming maxFrame(int bytes) {
		return with(bytes, deadline());
	}

	@Override
	public LengthFieldFraming deadline(Duration deadline) {
		return with(maxFrame(), deadline);
	}

	@Override
	LengthFieldFraming with(int maxFrame, Duration deadline) {
		return new LengthFieldFraming(this.field, this.offset, this.adjustment, this.keep, maxFrame, deadline);
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		int stripped = (this.keep) ? 0 : header();
		int maxBytes = maxFrame() + stripped;
		return decoder(new LengthFieldCutter(this.field, maxBytes, this.offset, this.adjustment, stripped), stripped);
	}

	@Override
	public int frameBytes(ByteBuf payload) {
		int bytes = checkedBytes(payload);
		if (this.keep) {
			checkHeader(payload, bytes);
			return bytes;
		}
		checkValue(bytes);
		return header() + bytes;
	}

	@Override
	public void writeFrame(ByteBuf out, ByteBuf payload) {
		if (!this.keep) {
			this.field.write(out, value(payload.readableBytes()));
		}
		copy(payload, out);
	}

	private int header() {
		return this.offset + this.field.bytes();
	}

	private long value(int following) {
		return (long) following - this.adjustment;
	}

	private void checkValue(int bytes) {
		long value = value(bytes);
		if (value < 0) {
			throw illegal("payload", bytes + " bytes", "at least " + this.adjustment);
		}
		if (value > this.field.max()) {
			throw illegal("payload", bytes + " bytes",
					"at most " + (this.field.max() + this.adjustment) + ", the length field has no room for more");
		}
	}

	private void checkHeader(ByteBuf payload, int bytes) {
		long value = value(bytes - header());
		if (bytes < header() || value < 0) {
			throw illegal("payload", bytes + " bytes",
					"at least " + (header() + Math.max(0, this.adjustment)) + ", with the header");
		}
		long told = this.field.get(payload, payload.readerIndex() + this.offset);
		if (told != value) {
			throw illegal("length in the header", told, Long.toString(value));
		}
	}

}
