package io.tcpboot.benchmark;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Of several rounds: medians, and ratios within one.
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

	/** {@code NaN} without any. */
	static double max(List<Sample> rounds, Metric metric) {
		return finite(rounds, metric).max().orElse(Double.NaN);
	}

	/** {@code NaN} without any. */
	static double sum(List<Sample> rounds, Metric metric) {
		return finite(rounds, metric).reduce(Double::sum).orElse(Double.NaN);
	}

	private static DoubleStream finite(List<Sample> rounds, Metric metric) {
		return rounds.stream().mapToDouble((round) -> round.get(metric)).filter(Double::isFinite);
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
