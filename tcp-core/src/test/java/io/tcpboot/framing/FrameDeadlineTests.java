package io.tcpboot.framing;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A frame that has begun is complete in time, or its peer is in the way.
 */
class FrameDeadlineTests {

	private static final String TIMEOUT = FrameTimeoutException.class.getSimpleName();

	private static final Duration ALMOST = Duration.ofSeconds(9);

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final FramedChannel channel = new FramedChannel(Framing.lines().deadline(Duration.ofSeconds(10)));

	@AfterEach
	void close() {
		this.channel.close();
	}

	@Test
	void whenFrameIsNotCompleteInTimeItIsToldOnce() {
		assertThat(this.channel.receive("1\n2").advance(ALMOST).told).containsExactly("1");
		assertThat(this.channel.advance(SECOND).told).containsExactly("1", TIMEOUT);
		assertThat(this.channel.receive("\n3\n").advance(ALMOST).advance(ALMOST).end().told).containsExactly("1",
				TIMEOUT, FramedChannel.END);
	}

	@Test
	void whenItIsToldTheTimeIsNamedAndThereIsNoStackTrace() {
		this.channel.receive("1").advance(ALMOST).advance(SECOND);
		assertThat(this.channel.failures.get(0)).hasMessage("frame not complete within PT10S");
		assertThat(this.channel.failures.get(0).getStackTrace()).isEmpty();
	}

	@Test
	void whenBytesTrickleTheTimeIsTheFrames() {
		this.channel.receive("whole\n");
		for (int i = 0; i < 10; i++) {
			assertThat(this.channel.receive("x").told).containsExactly("whole");
			this.channel.advance(SECOND);
		}
		assertThat(this.channel.told).containsExactly("whole", TIMEOUT);
	}

	@Test
	void whenTheNextFrameBeginsInTheReadThatCompletesOneItHasItsOwnTime() {
		for (int i = 0; i < 10; i++) {
			this.channel.receive("x").advance(ALMOST).receive("\ny").advance(ALMOST).receive("\n");
		}
		assertThat(this.channel.told).hasSize(20).doesNotContain(TIMEOUT);
		this.channel.receive("x").advance(ALMOST).receive("\ny").advance(ALMOST).advance(SECOND);
		assertThat(this.channel.told).hasSize(22).endsWith(TIMEOUT);
	}

	@Test
	void whenPausedTheTimeBeginsAnew() {
		this.channel.receive("x").pause().advance(ALMOST).advance(ALMOST).resume();
		assertThat(this.channel.advance(SECOND).told).isEmpty();
		assertThat(this.channel.advance(ALMOST).told).containsExactly(TIMEOUT);
	}

	@Test
	void whenFramesArriveWholeNothingIsScheduled() {
		this.channel.receive("1\n2\n", "3\n");
		assertThat(this.channel.hasScheduled()).isFalse();
	}

	@Test
	void whenTheFrameIsCompleteTheTimerEndsByItself() {
		this.channel.receive("1", "\n");
		assertThat(this.channel.hasScheduled()).isTrue();
		this.channel.advance(ALMOST).advance(SECOND);
		assertThat(this.channel.hasScheduled()).isFalse();
		assertThat(this.channel.told).containsExactly("1");
	}

	@Test
	void whenTheHandlerIsRemovedTheTimerEnds() {
		this.channel.receive("1", "\n2", "\n3").removeHandlers();
		assertThat(this.channel.hasScheduled()).isFalse();
	}

	@Test
	void whenTheChannelClosesTheTimerEnds() {
		this.channel.receive("1").channel.pipeline().fireChannelInactive();
		assertThat(this.channel.hasScheduled()).isFalse();
	}

	@Test
	void whenTheInputEndsInAFrameItIsNotLateToo() {
		assertThat(this.channel.receive("1").end().advance(ALMOST).advance(SECOND).told).hasSize(2)
			.doesNotContain(TIMEOUT);
	}

	@Test
	void whenTheDeadlineIsZeroThereIsNone() {
		try (FramedChannel patient = new FramedChannel(Framing.lines().deadline(Duration.ZERO))) {
			assertThat(patient.receive("1").hasScheduled()).isFalse();
			assertThat(patient.told).isEmpty();
		}
	}

}
