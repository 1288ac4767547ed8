package io.tcpboot.framing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/**
 * How messages are cut out of the stream of bytes, and put into it. Immutable; one
 * framing serves any number of sockets. What arrives is cut by Netty's decoders, what is
 * written becomes one frame for each payload, and a peer with the same framing gets that
 * payload.
 * <p>
 * Two bounds are always there: {@link #maxFrame(int)}, and {@link #deadline(Duration)}
 * for a frame that has begun.
 * <p>
 * The methods without a setting's name are the engine's, which is another package:
 * {@link #isNone()}, {@link #isCodec()}, {@link #newHandlers()},
 * {@link #frameBytes(ByteBuf)} and {@link #writeFrame(ByteBuf, ByteBuf)}.
 */
public abstract class Framing {

	static final int DEFAULT_MAX_FRAME = 64 * 1024;

	static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

	// A frame and what surrounds it, added up, fit an int.
	static final int MAX_BYTES = 1 << 30;

	// Fits a long of nanoseconds, with room to add it to the clock.
	private static final Duration MAX_DURATION = Duration.ofDays(36_500);

	private final int maxFrame;

	private final Duration deadline;

	Framing(int maxFrame, Duration deadline) {
		Objects.requireNonNull(deadline, "deadline");
		check(maxFrame > 0 && maxFrame <= MAX_BYTES, "maxFrame", maxFrame, "1-" + MAX_BYTES);
		check(!deadline.isNegative(), "deadline", deadline, "not negative");
		check(deadline.compareTo(MAX_DURATION) <= 0, "deadline", deadline,
				"at most " + MAX_DURATION.toDays() + " days");
		this.maxFrame = maxFrame;
		this.deadline = deadline;
	}

	/**
	 * Return no framing: bytes as they come. It has no frames to bound and refuses
	 * {@link #maxFrame(int)} and {@link #deadline(Duration)}.
	 * @return no framing
	 */
	public static Framing none() {
		return NoFraming.INSTANCE;
	}

	/**
	 * Return lines. What arrives ends at {@code \n} or {@code \r\n}, which is cut off;
	 * what is written gets a {@code \n}. A payload that contains {@code \n} or ends with
	 * {@code \r} is refused, as it would not arrive as it is. To write {@code \r\n}, use
	 * {@link #delimited(String) delimited("\r\n")}.
	 * @return framing by line
	 */
	public static Framing lines() {
		return new LineFraming(DEFAULT_MAX_FRAME, DEFAULT_DEADLINE);
	}

	/**
	 * Return frames that end at a delimiter. What arrives ends at the delimiter that is
	 * complete first, which is cut off; what is written gets the first of the list. A
	 * payload that contains one of them is refused, as it would be two frames to the
	 * peer.
	 * @param delimiters one or more, copied; none empty, none inside of another except at
	 * its end, else the frames would depend on where the network cuts the stream
	 * @return framing by delimiter
	 * @throws IllegalArgumentException if there is none, or one is as it must not be
	 */
	public static Framing delimited(byte[]... delimiters) {
		return new DelimitedFraming(new Delimiters(delimiters), DEFAULT_MAX_FRAME, DEFAULT_DEADLINE);
	}

	/**
	 * Return frames that end at a delimiter, see {@link #delimited(byte[][])}.
	 * @param delimiter the only one, ASCII characters
	 * @return framing by delimiter
	 * @throws IllegalArgumentException if it is empty or not ASCII
	 */
	public static Framing delimited(String delimiter) {
		check(delimiter.chars().allMatch((c) -> c < 128), "delimiter", "'" + delimiter + "'", "ASCII");
		return delimited(delimiter.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return frames that tell their length first: an unsigned number, big-endian, of the
	 * bytes that follow it. It is cut off from what arrives and put before what is
	 * written.
	 * @param bytes length of the number: 1, 2, 3, 4 or 8
	 * @return framing by length, with settings of its own
	 * @throws IllegalArgumentException for another length
	 */
	public static LengthFieldFraming lengthField(int bytes) {
		return new LengthFieldFraming(bytes);
	}

	/**
	 * Return frames of one length. What is written must be exactly so long.
	 * @param bytes the length, which is the maximum too; more than 0
	 * @return framing by length
	 * @throws IllegalArgumentException if the length is not more than 0
	 */
	public static Framing fixed(int bytes) {
		check(bytes > 0 && bytes <= MAX_BYTES, "bytes", bytes, "1-" + MAX_BYTES);
		return new FixedFraming(bytes, bytes, DEFAULT_DEADLINE);
	}

	/**
	 * Return the framing of any handlers of Netty's kind, decoders and encoders. Messages
	 * are what they make of the bytes, and need not be bytes. Only the handlers know
	 * where a message ends, so the bounds are coarser: {@link #maxFrame(int)} and
	 * {@link #deadline(Duration)} hold for bytes that have arrived while no message came
	 * out, and bytes that trail a complete message are not seen. Set the handlers' own
	 * limits too.
	 * @param handlers called for each socket, and once more for one that sends a message,
	 * on any thread; returns new handlers in the order of the pipeline, at least one.
	 * Messages are encoded by a set of their own: a decoder and an encoder that share
	 * state, as those of HTTP do, are strangers to each other
	 * @return framing by the handlers
	 */
	public static Framing codec(Supplier<? extends List<? extends ChannelHandler>> handlers) {
		return new CodecFraming(handlers, DEFAULT_MAX_FRAME, DEFAULT_DEADLINE);
	}

	/**
	 * Return this framing with another maximum. A longer frame is not awaited: the socket
	 * closes as soon as its header, or so many bytes without an end, have arrived. A
	 * longer payload is refused when it is written.
	 * @param bytes length of a payload, without header and delimiter; of the frame where
	 * the header is {@linkplain LengthFieldFraming#keep() kept}. More than 0; 64 KiB
	 * unless set
	 * @return the other framing
	 * @throws IllegalArgumentException if it is not more than 0, or the framing could not
	 * receive a single frame with it, or has no frames
	 */
	public Framing maxFrame(int bytes) {
		return with(bytes, this.deadline);
	}

	/**
	 * Return this framing with another deadline: a frame that has begun must be complete
	 * within it, however often a byte arrives. The time begins anew if it runs out while
	 * the socket is not being read.
	 * @param deadline the time; 30 seconds unless set. Zero is none: then a peer that
	 * sends a byte now and then holds a socket, and up to a frame of memory, for ever, as
	 * no timeout of silence sees it
	 * @return the other framing
	 * @throws IllegalArgumentException if it is negative, or the framing has no frames
	 */
	public Framing deadline(Duration deadline) {
		return with(this.maxFrame, deadline);
	}

	/**
	 * Return the maximum length of a payload. {@link #none()} does not use it.
	 * @return bytes
	 */
	public final int maxFrame() {
		return this.maxFrame;
	}

	/**
	 * Return how long a frame may take. {@link #none()} does not use it.
	 * @return the time, zero for as long as it likes
	 */
	public final Duration deadline() {
		return this.deadline;
	}

	abstract Framing with(int maxFrame, Duration deadline);

	/**
	 * Return whether this is {@link #none()}.
	 * @return whether bytes pass as they come
	 */
	public boolean isNone() {
		return false;
	}

	/**
	 * Return whether this is a {@link #codec(Supplier)}, so that messages may be
	 * something else than a {@link ByteBuf}.
	 * @return whether messages are what the codec makes of them
	 */
	public boolean isCodec() {
		return false;
	}

	/**
	 * Return new handlers for one channel. Behind them each frame is a {@link ByteBuf}
	 * that the receiver owns. Failures are told to {@code exceptionCaught} once, as
	 * {@link io.netty.handler.codec.TooLongFrameException},
	 * {@link io.netty.handler.codec.CorruptedFrameException} or
	 * {@link FrameTimeoutException}, and nothing that arrives later is decoded; of a
	 * codec, as any {@link io.netty.handler.codec.DecoderException}. When they are
	 * removed, they pass on what they have not decoded.
	 * @return handlers in the order of the pipeline; empty for {@link #none()}
	 */
	public abstract List<ChannelHandler> newHandlers();

	/**
	 * Return how long the frame of a payload is, and check that it is one which the peer
	 * gets as it is.
	 * @param payload what is to be written, not changed
	 * @return bytes with header and delimiter; for {@link #none()} and a codec, those of
	 * the payload
	 * @throws IllegalArgumentException if the payload is longer than {@link #maxFrame()},
	 * has not the length that is fixed, contains a delimiter, is of a length that the
	 * field cannot tell, or if the header that it brings is not true
	 */
	public int frameBytes(ByteBuf payload) {
		return payload.readableBytes();
	}

	/**
	 * Write a payload as one frame. Only after {@link #frameBytes(ByteBuf)} accepted it.
	 * @param out where to, with room or able to grow
	 * @param payload what is to be written; its reader index advances to its end, it is
	 * not released
	 */
	public void writeFrame(ByteBuf out, ByteBuf payload) {
		copy(payload, out);
	}

	static void copy(ByteBuf payload, ByteBuf out) {
		int length = payload.readableBytes();
		out.ensureWritable(length);
		// Not out.writeBytes(payload): of a slice, Netty (4.2.18) makes a ByteBuffer for
		// that.
		payload.readBytes(out, length);
	}

	/**
	 * Return the handlers of a framing that cuts.
	 */
	final List<ChannelHandler> decoder(FrameCutter cutter, int overheadBytes) {
		return List.of(new FrameDecoder(cutter, this.maxFrame, overheadBytes, this.deadline));
	}

	final int checkedBytes(ByteBuf payload) {
		int bytes = payload.readableBytes();
		if (bytes > this.maxFrame) {
			throw illegal("payload", bytes + " bytes", "at most " + this.maxFrame);
		}
		return bytes;
	}

	static void check(boolean condition, String name, Object value, String expected) {
		if (!condition) {
			throw illegal(name, value, expected);
		}
	}

	static IllegalArgumentException illegal(String name, Object value, String expected) {
		return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
	}

}
