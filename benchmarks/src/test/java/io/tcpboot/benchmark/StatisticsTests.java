package io.tcpboot.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Statistics}.
 */
class StatisticsTests {

	@Test
	void medianIsTheOneInTheMiddle() {
		assertThat(Statistics.median(DoubleStream.of(9, 1, 5))).isEqualTo(5);
		assertThat(Statistics.median(DoubleStream.of(4, 1, 2, 9))).isEqualTo(3);
	}

	@Test
	void medianLeavesOutWhatWasNotTaken() {
		assertThat(Statistics.median(DoubleStream.of(Double.NaN, 7, Double.POSITIVE_INFINITY))).isEqualTo(7);
		assertThat(Statistics.median(DoubleStream.empty())).isNaN();
	}

	@Test
	void ratioIsTakenWithinTheRound() {
		List<Sample> rounds = List.of(cpu(90), cpu(1800), cpu(95));
		List<Sample> baseline = List.of(cpu(100), cpu(2000), cpu(50));
		assertThat(Statistics.ratio(rounds, baseline, Metric.CPU)).isEqualTo(0.9);
	}

	@Test
	void whenOneDroppedOutTheRoundsOfBothCount() {
		assertThat(Statistics.ratio(List.of(cpu(80), cpu(500)), List.of(cpu(100)), Metric.CPU)).isEqualTo(0.8);
		assertThat(Statistics.ratio(List.of(cpu(80)), List.of(), Metric.CPU)).isNaN();
	}

	@Test
	void theLongestAnswerIsThatOfAllRounds() {
		assertThat(Metric.ANSWER_MAX.of(List.of(longest(3), new Sample(), longest(9), longest(4)))).isEqualTo(9);
		assertThat(Metric.ANSWER_MAX.of(List.of())).isNaN();
	}

	private static Sample longest(double millis) {
		return new Sample().with(Metric.ANSWER_MAX, millis);
	}

	private static Sample cpu(double nanos) {
		return new Sample().with(Metric.CPU, nanos);
	}

}
