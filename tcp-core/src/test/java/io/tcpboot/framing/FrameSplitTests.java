package io.tcpboot.framing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames are the same wherever the network cuts the stream.
 */
class FrameSplitTests {

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenFramesArriveTogetherTheyAreCut(Kind kind) {
		try (FramedChannel channel = new FramedChannel(kind.framing())) {
			assertThat(channel.receive(kind.stream()).told).isEqualTo(kind.frames());
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenTheStreamIsCutInTwoAnywhereFramesAreTheSame(Kind kind) {
		String stream = kind.stream();
		for (int i = 0; i <= stream.length(); i++) {
			try (FramedChannel channel = new FramedChannel(kind.framing())) {
				channel.receive(stream.substring(0, i), stream.substring(i));
				assertThat(channel.told).as("cut at %d", i).isEqualTo(kind.frames());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenTheStreamIsCutInThreeAnywhereFramesAreTheSame(Kind kind) {
		String stream = kind.stream();
		for (int i = 0; i <= stream.length(); i++) {
			for (int j = i; j <= stream.length(); j++) {
				try (FramedChannel channel = new FramedChannel(kind.framing())) {
					channel.receive(stream.substring(0, i), stream.substring(i, j), stream.substring(j));
					assertThat(channel.told).as("cut at %d and %d", i, j).isEqualTo(kind.frames());
				}
			}
		}
	}

	@ParameterizedTest
	@MethodSource("io.tcpboot.framing.Kind#all")
	void whenBytesArriveOneByOneFramesAreTheSame(Kind kind) {
		try (FramedChannel channel = new FramedChannel(kind.framing())) {
			assertThat(channel.receive(kind.stream().split("(?s)(?<=.)")).told).isEqualTo(kind.frames());
		}
	}

}
