package io.tcpboot.framing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of frames that are not legal, not complete or not wanted any more.
 */
class FrameDecoderTests {

	private static final String TOO_LONG = TooLongFrameException.class.getSimpleName();

	private static final String CORRUPTED = CorruptedFrameException.class.getSimpleName();

	private static final Framing LINES = Framing.lines().maxFrame(4);

	record Bad(Framing framing, String failure, String... pieces) {
	}

	static Stream<Bad> bad() {
		Framing ends = Framing.delimited(FramedChannel.bytes("<>"), FramedChannel.bytes("|")).maxFrame(4);
		LengthFieldFraming length = Framing.lengthField(1).maxFrame(4);
		return Stream.of(new Bad(LINES, TOO_LONG, "12345\n"), new Bad(LINES, TOO_LONG, "123", "456"),
				new Bad(LINES, TOO_LONG, "12345\r"), new Bad(ends, TOO_LONG, "12345<>"),
				new Bad(ends, TOO_LONG, "12345|"), new Bad(ends, TOO_LONG, "123", "456"),
				new Bad(length, TOO_LONG, "\5"), new Bad(length, TOO_LONG, "\377"),
				new Bad(length.keep(), TOO_LONG, "\4"), new Bad(Framing.lengthField(4), TOO_LONG, "\377\377\377\377"),
				new Bad(Framing.lengthField(8), CORRUPTED, "\377\377\377\377\377\377\377\377"),
				new Bad(Framing.lengthField(8), TOO_LONG, "\177\377\377\377\377\377\377\0"),
				new Bad(Framing.lengthField(1).adjustment(-4), CORRUPTED, "\3"),
				new Bad(Framing.lengthField(2).keep().adjustment(-2), CORRUPTED, "\0\1"));
	}

	@ParameterizedTest
	@MethodSource("bad")
	void whenFrameIsBadItIsToldAtOnceAndNothingAfterIt(Bad bad) {
		try (FramedChannel channel = new FramedChannel(bad.framing())) {
			channel.receive(bad.pieces()).receive("\n1\n<>1|\1\1", "\n").end();
			assertThat(channel.told).containsExactly(bad.failure(), FramedChannel.END);
		}
	}

	@Test
	void whenFramesCameBeforeABadOneTheyAreDelivered() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			assertThat(channel.receive("1\n2\n3456789\n4\n").told).containsExactly("1", "2", TOO_LONG);
		}
	}

	@Test
	void whenFrameHasFailedTheRestOfItIsForgotten() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			assertThat(channel.receive("12345\n6").removeHandlers().told).containsExactly(TOO_LONG);
		}
	}

	@Test
	void whenFrameHasFailedItsMemoryIsReleasedByTheNextRead() {
		try (FramedChannel channel = new FramedChannel(Framing.lines())) {
			channel.receive("x".repeat(65_000), "x".repeat(65_000), "x");
			assertThat(channel.told).containsExactly(TOO_LONG);
			assertThat(channel.memory()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenInputEndsBetweenFramesNothingIsMissed(Kind kind) {
		try (FramedChannel channel = new FramedChannel(kind.framing())) {
			channel.receive(kind.stream()).end().channel.close();
			assertThat(channel.told).endsWith(FramedChannel.END, FramedChannel.INACTIVE)
				.hasSize(kind.frames().size() + 2);
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenInputEndsInsideAFrameItIsToldBeforeTheEnd(Kind kind) {
		String stream = kind.stream();
		try (FramedChannel channel = new FramedChannel(kind.framing())) {
			channel.receive(stream.substring(0, stream.length() - 1)).end();
			assertThat(channel.told).endsWith(CORRUPTED, FramedChannel.END).hasSize(kind.frames().size() + 1);
			assertThat(channel.failures.get(0)).hasMessageEndingWith(" bytes of an unfinished frame");
		}
	}

	@Test
	void whenTlsEndsInsideAFrameItIsToldOnce() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			assertThat(channel.receive("1\n2").tlsEnd().told).containsExactly("1", CORRUPTED);
			assertThat(channel.end().told).containsExactly("1", CORRUPTED, FramedChannel.END);
		}
	}

	@Test
	void whenChannelClosesInsideAFrameItIsToldOnceBeforeTheClose() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			channel.receive("1\n2").channel.close();
			assertThat(channel.told).containsExactly("1", CORRUPTED, FramedChannel.INACTIVE);
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenRemovedWhatIsNotCompleteIsPassedOn(Kind kind) {
		try (FramedChannel channel = new FramedChannel(kind.framing())) {
			channel.receive(kind.stream() + kind.stream().substring(0, 1)).removeHandlers().receive("raw");
			assertThat(channel.told).startsWith(kind.payloads())
				.endsWith(kind.stream().substring(0, 1), "raw")
				.hasSize(kind.frames().size() + 2);
		}
	}

	@Test
	void whenRemovedByTheReceiverOfAFrameTheRestIsPassedOnRaw() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			channel.onFrame = () -> removeOnce(channel);
			channel.receive("1\nstart\ntls\n").receive("more\n").advance(LINES.deadline()).end();
			assertThat(channel.told).containsExactly("1", "start\ntls\n", "more\n", FramedChannel.END);
		}
	}

	private static void removeOnce(FramedChannel channel) {
		for (ChannelHandler handler : channel.handlers) {
			if (channel.channel.pipeline().context(handler) != null) {
				channel.channel.pipeline().remove(handler);
			}
		}
	}

	@Test
	void whenALineEndsWithTwoBytesBothAreCutOffAndNeitherCounts() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			assertThat(channel.receive("1234\r", "\n\r\n1\r2\n").told).containsExactly("1234", "", "1\r2");
		}
	}

	@Test
	void whenAByteBeforeTheLineIsAnothersItDoesNotMatter() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			ByteBuf bytes = channel.channel.alloc().buffer().writeBytes(FramedChannel.bytes("\r\nab\n"));
			channel.channel.writeInbound(bytes.skipBytes(1));
			assertThat(channel.told).containsExactly("", "ab");
		}
	}

	@Test
	void whenReadingIsPausedInsideAFrameNothingIsReadForIt() {
		try (FramedChannel channel = new FramedChannel(LINES)) {
			Reads reads = new Reads();
			channel.channel.pipeline().addFirst(reads);
			channel.pause().receive("1");
			assertThat(reads.count).isZero();
		}
	}

	@Test
	void whenManyShortFramesComeTogetherTheTimeIsNotTheirSquare() {
		Framing framing = Framing.delimited(FramedChannel.bytes("\r\n"), FramedChannel.bytes("\n"));
		assertQuick(framing, (channel) -> channel.receive("\n".repeat(100_000)), 100_000);
	}

	@Test
	void whenALongFrameTricklesInTheTimeIsNotItsSquare() {
		Framing framing = Framing.delimited("\r\n").maxFrame(100_000);
		assertQuick(framing, (channel) -> {
			IntStream.range(0, 100_000).forEach((i) -> channel.receive("x"));
			channel.receive("\r", "\n");
		}, 1);
	}

	/** By the time of this thread, whatever else the machine does. */
	private static void assertQuick(Framing framing, Consumer<FramedChannel> peer, int frames) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadCpuTime();
		try (FramedChannel channel = new FramedChannel(framing)) {
			peer.accept(channel);
			assertThat(channel.told).hasSize(frames);
		}
		assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(Duration.ofSeconds(10));
	}

}
