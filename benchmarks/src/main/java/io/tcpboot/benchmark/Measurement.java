package io.tcpboot.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the generator reports of one window.
 */
final class Measurement {

	private static final double MICRO = 1_000;

	private final Map<String, Double> values;

	private Measurement(Map<String, Double> values) {
		this.values = values;
	}

	/** Reads lines of {@code key=number}; what is not a single number is left out. */
	static Measurement parse(List<String> lines) {
		Map<String, Double> values = new HashMap<>();
		for (String line : lines) {
			String[] pair = line.split("=", 2);
			if (pair.length == 2 && pair[1].matches("[-+.eE\\d]+")) {
				values.put(pair[0], Double.valueOf(pair[1]));
			}
		}
		return new Measurement(values);
	}

	double messages() {
		return get("messages");
	}

	Sample sample() {
		return new Sample().with(Metric.CPU, get("cpu_ns") / messages())
			.with(Metric.RATE, messages() / get("seconds"))
			.with(Metric.P50, get("p50_ns") / MICRO)
			.with(Metric.P99, get("p99_ns") / MICRO)
			.with(Metric.P999, get("p999_ns") / MICRO)
			.with(Metric.GENERATOR_IDLE, get("idle") * 100)
			.with(Metric.RSS, get("rss_kb") / 1024)
			.with(Metric.ANSWERS, get("answers"))
			.with(Metric.ANSWER_P50, get("answer_p50_ns") / MICRO / MICRO)
			.with(Metric.ANSWER_P99, get("answer_p99_ns") / MICRO / MICRO)
			.with(Metric.ANSWER_MAX, get("answer_max_ns") / MICRO / MICRO);
	}

	/** Sockets in an answer. */
	int listed() {
		return (int) get("listed");
	}

	private double get(String key) {
		return this.values.getOrDefault(key, Double.NaN);
	}

}
