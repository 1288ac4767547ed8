package io.tcpboot.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Medians, and ratios within a round.
 */
final class Statistics {

	private Statistics() {
	}

	/**
	 * Median of the numbers, {@code NaN} without any. What is not a number is left out.
	 */
	static double median(DoubleStream values) {
		double[] sorted = values.filter(Double::isFinite).sorted().toArray();
		int middle = sorted.length / 2;
		if (sorted.length == 0) {
			return Double.NaN;
		}
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	static double median(List<Sample> rounds, Metric metric) {
		return median(rounds.stream().mapToDouble((round) -> round.get(metric)));
	}

	/**
	 * Median of the ratios, each taken within one round. A machine that is slower for a
	 * while slows both and leaves the ratio alone; the ratio of two medians would mix
	 * rounds.
	 */
	static double ratio(List<Sample> rounds, List<Sample> baseline, Metric metric) {
		return median(IntStream.range(0, Math.min(rounds.size(), baseline.size()))
			.mapToDouble((round) -> rounds.get(round).get(metric) / baseline.get(round).get(metric)));
	}

}
