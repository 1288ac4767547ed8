package io.tcpboot.benchmark;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one round of one workload yielded for one server. A figure that was not taken is
 * {@code NaN}.
 */
final class Sample {

	private final Map<Metric, Double> figures = new EnumMap<>(Metric.class);

	Sample with(Metric metric, double value) {
		if (Double.isFinite(value)) {
			this.figures.put(metric, value);
		}
		return this;
	}

	double get(Metric metric) {
		return this.figures.getOrDefault(metric, Double.NaN);
	}

	@Override
	public String toString() {
		return this.figures.toString();
	}

}
