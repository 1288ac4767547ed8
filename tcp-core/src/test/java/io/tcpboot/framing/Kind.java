package io.tcpboot.framing;

import java.util.List;
import java.util.stream.Stream;

/**
 * A framing that cuts, with payloads that are legal in it: empty ones, short ones, and
 * one as long as it may be.
 */
record Kind(String name, Framing framing, String... payloads) {

	static Stream<Kind> all() {
		String longest = "x".repeat(20);
		return Stream.of(new Kind("lines", Framing.lines().maxFrame(20), "ab", "", "c\rd", longest),
				new Kind("one delimiter", Framing.delimited("|").maxFrame(20), "ab", "", "cd", longest),
				new Kind("a long delimiter", Framing.delimited("aab").maxFrame(20), "ab", "", "a a", longest),
				new Kind("two delimiters",
						Framing.delimited(FramedChannel.bytes("--"), FramedChannel.bytes("$")).maxFrame(20), "ab", "",
						"c-d", longest),
				lengthField(Framing.lengthField(1)), lengthField(Framing.lengthField(2)),
				lengthField(Framing.lengthField(3)), lengthField(Framing.lengthField(4)),
				lengthField(Framing.lengthField(8)), lengthField(Framing.lengthField(2).littleEndian()),
				lengthField(Framing.lengthField(3).littleEndian()), lengthField(Framing.lengthField(4).littleEndian()),
				lengthField(Framing.lengthField(8).littleEndian()), lengthField(Framing.lengthField(4).adjustment(-4)),
				new Kind("adjusted", Framing.lengthField(1).adjustment(2).maxFrame(20), "ab", "abc", longest),
				new Kind("kept", Framing.lengthField(1).keep().maxFrame(20), "\2ab", "\0", "\23" + "x".repeat(19)),
				new Kind("kept behind others", Framing.lengthField(2).keep().offset(3).littleEndian().maxFrame(20),
						"abc\2\0de", "abc\0\0", "xyz\17\0" + "x".repeat(15)),
				new Kind("fixed", Framing.fixed(3).maxFrame(20), "abc", "def", "\0\0\0"));
	}

	private static Kind lengthField(LengthFieldFraming framing) {
		return new Kind("length", framing.maxFrame(20), "ab", "", "cd", "x".repeat(20));
	}

	List<String> frames() {
		return List.of(this.payloads);
	}

	String stream() {
		return FramedChannel.encode(this.framing, this.payloads);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
