package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link Measurement}, and of what is read from {@code jcmd}.
 */
class MeasurementTests {

	@Test
	void figuresAreInTheUnitsOfTheReport() {
		Sample sample = Measurement
			.parse(List.of("messages=2000", "seconds=0.5", "cpu_ns=8000000", "p99_ns=12500", "idle=0.25",
					"rss_series=1,2"))
			.sample();
		assertThat(sample.get(Metric.CPU)).isEqualTo(4000);
		assertThat(sample.get(Metric.RATE)).isEqualTo(4000);
		assertThat(sample.get(Metric.P99)).isEqualTo(12.5);
		assertThat(sample.get(Metric.GENERATOR_IDLE)).isEqualTo(25);
		assertThat(sample.get(Metric.P50)).isNaN();
	}

	@Test
	void anAnswerThatLacksSomethingIsNone() throws IOException {
		Question.list("sort=age").check(Measurement.parse(List.of("listed=100")));
		assertThatIOException()
			.isThrownBy(() -> Question.list("sort=age").check(Measurement.parse(List.of("listed=99"))))
			.withMessage("listed: 99 (expected: 100)");
	}

	@Test
	void liveBytesAreTheTotalOfTheHistogram() {
		assertThat(Heap.number(Heap.TOTAL, " 180:   1   16  Handler\nTotal          9240         460200\n"))
			.isEqualTo(460200);
	}

	@Test
	void directMemoryIsZeroWithoutItsLine() {
		assertThat(Heap.number(Heap.OTHER, "-   Other (reserved=12KB, committed=10KB)")).isEqualTo(10);
		assertThat(Heap.number(Heap.OTHER, "-   Code (reserved=12KB, committed=10KB)")).isZero();
	}

}
