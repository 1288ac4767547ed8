package io.tcpboot.framing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for any bytes in any framing. The input chooses: its first byte the framing,
 * then one byte the length of a piece, and so on.
 */
final class Fuzzed {

	private static final Set<String> DECLARED = Set.of(TooLongFrameException.class.getSimpleName(),
			CorruptedFrameException.class.getSimpleName());

	private static final Set<String> NO_FRAMES = Set.of(TooLongFrameException.class.getSimpleName(),
			CorruptedFrameException.class.getSimpleName(), FramedChannel.END);

	// What framings of Kind look for, and small numbers. Other bytes find less.
	private static final byte[] TELLING = FramedChannel.bytes("\n\r|aab-$\0\1\2\3\4\24\25\377");

	private static final List<Framing> FRAMINGS = Kind.all().map(Kind::framing).toList();

	private static final int LONGEST_HEADER = 8;

	private static final int LONGEST_PIECE = 32;

	private final Framing framing;

	private final List<String> pieces = new ArrayList<>();

	Fuzzed(byte[] input) {
		ByteBuf in = Unpooled.wrappedBuffer(input);
		int choice = (in.isReadable()) ? in.readUnsignedByte() : 0;
		this.framing = FRAMINGS.get(choice % FRAMINGS.size());
		while (in.isReadable()) {
			int length = Math.min(in.readUnsignedByte() % LONGEST_PIECE, in.readableBytes());
			this.pieces.add(FramedChannel.text(in.readSlice(length)));
		}
	}

	static byte[] randomInput(Random random) {
		byte[] input = new byte[random.nextInt(100)];
		random.nextBytes(input);
		for (int i = 1; i < input.length; i++) {
			if (random.nextInt(4) > 0) {
				input[i] = TELLING[random.nextInt(TELLING.length)];
			}
		}
		return input;
	}

	void check() {
		List<String> whole = decode(List.of(String.join("", this.pieces)));
		assertThat(decode(this.pieces)).as("frames do not depend on the cuts").isEqualTo(whole);
		checkMemory();
		this.pieces.forEach(this::checkRoundTrip);
	}

	private List<String> decode(List<String> pieces) {
		try (FramedChannel channel = new FramedChannel(this.framing)) {
			channel.receive(pieces.toArray(String[]::new)).end();
			assertThat(channel.failures.size()).isLessThanOrEqualTo(1);
			channel.failures.forEach((failure) -> assertThat(DECLARED).contains(failure.getClass().getSimpleName()));
			assertThat(channel.told).endsWith(FramedChannel.END)
				.filteredOn((told) -> told.length() > this.framing.maxFrame())
				.isSubsetOf(NO_FRAMES);
			return List.copyOf(channel.told);
		}
	}

	private void checkMemory() {
		try (FramedChannel channel = new FramedChannel(this.framing)) {
			for (String piece : this.pieces) {
				channel.receive(piece);
				// The cumulation grows by powers of two, and lets go of the old one last.
				int most = this.framing.maxFrame() + LONGEST_HEADER + piece.length();
				assertThat(channel.memory()).isLessThanOrEqualTo(4L * Math.max(64, most));
			}
			int frames = channel.told.size();
			channel.removeHandlers();
			int left = String.join("", channel.told.subList(frames, channel.told.size())).length();
			assertThat(left).isLessThanOrEqualTo(this.framing.maxFrame() + LONGEST_HEADER);
		}
	}

	/**
	 * A payload that is accepted arrives as it is, whatever comes before and after it.
	 */
	private void checkRoundTrip(String payload) {
		if (isAccepted(payload)) {
			String stream = FramedChannel.encode(this.framing, payload, payload);
			assertThat(decode(Arrays.asList(stream.split("(?s)(?<=.)")))).containsExactly(payload, payload,
					FramedChannel.END);
		}
	}

	private boolean isAccepted(String payload) {
		try {
			this.framing.frameBytes(Unpooled.wrappedBuffer(FramedChannel.bytes(payload)));
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
