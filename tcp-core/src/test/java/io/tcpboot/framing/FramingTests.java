package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a framing is asked without a channel.
 */
class FramingTests {

	private static final LengthFieldFraming LENGTH = Framing.lengthField(2);

	record Refused(String message, ThrowingCallable call) {

		static Refused option(String message, Supplier<Framing> framing) {
			return new Refused(message, framing::get);
		}

		static Refused payload(String message, Framing framing, String payload) {
			return new Refused(message, () -> FramedChannel.encode(framing, payload));
		}

		@Override
		public String toString() {
			return this.message;
		}

	}

	static Stream<Refused> options() {
		return Stream.of(Refused.option("maxFrame: 0 (expected: 1-1073741824)", () -> Framing.lines().maxFrame(0)),
				Refused.option("maxFrame: 2147483647 (expected: 1-1073741824)",
						() -> Framing.lines().maxFrame(Integer.MAX_VALUE)),
				Refused.option("deadline: PT-1S (expected: not negative)",
						() -> Framing.lines().deadline(Duration.ofSeconds(-1))),
				Refused.option("deadline: PT2540400H (expected: at most 36500 days)",
						() -> Framing.lines().deadline(Duration.ofDays(105_850))),
				Refused.option("framing: none (expected: one with frames, to bound them)",
						() -> Framing.none().maxFrame(1)),
				Refused.option("framing: none (expected: one with frames, to bound them)",
						() -> Framing.none().deadline(Duration.ZERO)),
				Refused.option("delimiters: 0 (expected: at least one)", Framing::delimited),
				Refused.option("delimiter: empty (expected: at least one byte)", () -> Framing.delimited("")),
				Refused.option("delimiter: '§' (expected: ASCII)", () -> Framing.delimited("§")),
				Refused.option("delimiter: 0d0a (expected: no other delimiter before its end)",
						() -> Framing.delimited(new byte[] { '\n' }, new byte[] { '\r' }, new byte[] { '\r', '\n' })),
				Refused.option("bytes: 5 (expected: 1, 2, 3, 4 or 8)", () -> Framing.lengthField(5)),
				Refused.option("bytes: 0 (expected: 1, 2, 3, 4 or 8)", () -> Framing.lengthField(0)),
				Refused.option("offset: 1 (expected: 0, or keep() before it)", () -> LENGTH.offset(1)),
				Refused.option("offset: -1 (expected: 0-65535)", () -> LENGTH.keep().offset(-1)),
				Refused.option("adjustment: -2147483648 (expected: -1073741824 to 1073741824)",
						() -> LENGTH.adjustment(Integer.MIN_VALUE)),
				Refused.option("maxFrame: 5 (expected: >= 6, the header that is kept)",
						() -> LENGTH.keep().offset(4).maxFrame(5)),
				Refused.option("bytes: 0 (expected: 1-1073741824)", () -> Framing.fixed(0)), Refused.option(
						"maxFrame: 2 (expected: >= 3, the length of each frame)", () -> Framing.fixed(3).maxFrame(2)));
	}

	static Stream<Refused> payloads() {
		Framing ends = Framing.delimited(FramedChannel.bytes("abab"), FramedChannel.bytes("|"));
		LengthFieldFraming one = Framing.lengthField(1);
		return Stream.of(
				Refused.payload("payload: 5 bytes (expected: at most 4)", Framing.lines().maxFrame(4), "12345"),
				Refused.payload("payload: a delimiter ends at byte 2 (expected: no delimiter inside)", Framing.lines(),
						"1\n2"),
				Refused.payload("payload: ends with 0d (expected: not the beginning of a delimiter at its end)",
						Framing.lines(), "1\r"),
				Refused.payload("payload: a delimiter ends at byte 3 (expected: no delimiter inside)", ends, "12|"),
				Refused.payload("payload: a delimiter ends at byte 5 (expected: no delimiter inside)", ends, "1abab2"),
				Refused.payload("payload: ends with 6162 (expected: not the beginning of a delimiter at its end)", ends,
						"1ab"),
				Refused.payload("payload: 2 bytes (expected: exactly 3)", Framing.fixed(3), "12"),
				Refused.payload("payload: 4 bytes (expected: exactly 3)", Framing.fixed(3).maxFrame(9), "1234"),
				Refused.payload("payload: 256 bytes (expected: at most 255, the length field has no room for more)",
						one, "x".repeat(256)),
				Refused.payload("payload: 252 bytes (expected: at most 251, the length field has no room for more)",
						one.adjustment(-4), "x".repeat(252)),
				Refused.payload("payload: 1 bytes (expected: at least 2)", one.adjustment(2), "x"),
				Refused.payload("payload: 1 bytes (expected: at least 2, with the header)", LENGTH.keep(), "\1"),
				Refused.payload("length in the header: 2 (expected: 1)", LENGTH.keep(), "\0\2x"),
				Refused.payload("length in the header: -1 (expected: 0)", Framing.lengthField(8).keep(),
						"\377".repeat(8)),
				Refused.payload("payload: 1 bytes (expected: at least 2, with the header)",
						LENGTH.keep().adjustment(-1), "\1"),
				Refused.payload("payload: 3 bytes (expected: at least 4, with the header)", LENGTH.keep().adjustment(2),
						"\0\1x"),
				Refused.payload("payload: 8 bytes (expected: at least 9, with the header)",
						Framing.lengthField(8).keep().adjustment(1), "\377".repeat(8)));
	}

	@ParameterizedTest
	@MethodSource({ "options", "payloads" })
	void whenItCannotBeItIsRefusedWithTheReason(Refused refused) {
		assertThatIllegalArgumentException().isThrownBy(refused.call()).withMessage(refused.message());
	}

	@Test
	void whenNothingIsSetTheBoundsAreOn() {
		Stream.of(Framing.lines(), Framing.delimited("|"), LENGTH, LENGTH.keep(), Framing.codec(List::of))
			.forEach((framing) -> {
				assertThat(framing.maxFrame()).isEqualTo(64 * 1024);
				assertThat(framing.deadline()).isEqualTo(Duration.ofSeconds(30));
			});
		assertThat(Framing.fixed(100_000).maxFrame()).isEqualTo(100_000);
		assertThat(Framing.fixed(1).maxFrame()).isOne();
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenBoundsAreSetTheRestStays(Kind kind) {
		Framing other = kind.framing().maxFrame(21).deadline(Duration.ofMinutes(1));
		assertThat(other.maxFrame()).isEqualTo(21);
		assertThat(other.deadline()).isEqualTo(Duration.ofMinutes(1));
		assertThat(FramedChannel.encode(other, kind.payloads())).isEqualTo(kind.stream());
	}

	@Test
	void whenItIsNoneBytesPassAsTheyAre() {
		Framing none = Framing.none();
		assertThat(none.isNone()).isTrue();
		assertThat(none.newHandlers()).isEmpty();
		assertThat(FramedChannel.encode(none, "a\n", "b")).isEqualTo("a\nb");
		assertThat(Framing.lines().isNone()).isFalse();
	}

	@Test
	void whenWrittenTheFrameIsOnTheWire() {
		assertThat(FramedChannel.encode(Framing.lines(), "a", "")).isEqualTo("a\n\n");
		assertThat(FramedChannel.encode(Framing.delimited("\r\n"), "a\r", "b\n")).isEqualTo("a\r\r\nb\n\r\n");
		assertThat(FramedChannel.encode(LENGTH, "abc", "")).isEqualTo("\0\3abc\0\0");
		assertThat(FramedChannel.encode(LENGTH.littleEndian(), "abc")).isEqualTo("\3\0abc");
		assertThat(FramedChannel.encode(Framing.lengthField(3).littleEndian(), "abc")).isEqualTo("\3\0\0abc");
		assertThat(FramedChannel.encode(Framing.lengthField(4).adjustment(-4), "abc")).isEqualTo("\0\0\0\7abc");
		assertThat(FramedChannel.encode(LENGTH.keep().offset(1), "x\0\1a")).isEqualTo("x\0\1a");
	}

	@Test
	void whenTheLengthIsAsLargeAsTheFieldCanTellItArrives() {
		Stream.of(1, 2, 3).forEach((bytes) -> {
			String payload = "x".repeat((1 << (8 * bytes)) - 1);
			Framing framing = Framing.lengthField(bytes).maxFrame(1 << 24);
			try (FramedChannel channel = new FramedChannel(framing)) {
				assertThat(channel.receive(FramedChannel.encode(framing, payload)).told).containsExactly(payload);
			}
		});
	}

	@Test
	void whenPayloadIsReadInPartOnlyTheRestIsMeant() {
		ByteBuf payload = Unpooled.wrappedBuffer(FramedChannel.bytes("\r\na\n")).skipBytes(2);
		ByteBuf kept = Unpooled.wrappedBuffer(FramedChannel.bytes("xx\0\1a")).skipBytes(2);
		assertThat(Framing.lines().frameBytes(payload.writerIndex(3))).isEqualTo(2);
		assertThat(LENGTH.keep().frameBytes(kept)).isEqualTo(3);
		assertThat(payload.readableBytes()).isOne();
		assertThatIllegalArgumentException().isThrownBy(() -> Framing.lines().frameBytes(payload.writerIndex(4)))
			.withMessageContaining("ends at byte 2");
	}

	@Test
	void whenDelimitersChangeAfterwardsTheFramingDoesNot() {
		byte[] delimiter = { '|' };
		Framing framing = Framing.delimited(delimiter);
		delimiter[0] = '!';
		assertThat(FramedChannel.encode(framing, "a!")).isEqualTo("a!|");
	}

}
