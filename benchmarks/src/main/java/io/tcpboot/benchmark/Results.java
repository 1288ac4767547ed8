package io.tcpboot.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known so far.
 */
final class Results {

	private final Map<Workload, Outcome> outcomes = new LinkedHashMap<>();

	Outcome of(Workload workload) {
		return this.outcomes.computeIfAbsent(workload, (ignored) -> new Outcome());
	}

	Set<Workload> workloads() {
		return this.outcomes.keySet();
	}

	/**
	 * Of one workload: the samples of each contender, one per round, and why others have
	 * none.
	 */
	static final class Outcome {

		private final Map<Contender, List<Sample>> samples = new LinkedHashMap<>();

		private final List<String> notes = new ArrayList<>();

		void add(Contender contender, Sample sample) {
			this.samples.computeIfAbsent(contender, (ignored) -> new ArrayList<>()).add(sample);
		}

		void note(String note) {
			this.notes.add(note);
		}

		Set<Contender> contenders() {
			return this.samples.keySet();
		}

		List<Sample> samples(Contender contender) {
			return this.samples.getOrDefault(contender, List.of());
		}

		List<String> notes() {
			return this.notes;
		}

		double median(Contender contender, Metric metric) {
			return Statistics.median(samples(contender), metric);
		}

		double ratio(Contender contender, Contender baseline, Metric metric) {
			return Statistics.ratio(samples(contender), samples(baseline), metric);
		}

		/**
		 * Whether the generator rather than the server was the limit: it never had to
		 * wait.
		 */
		boolean isLimitedByGenerator(Contender contender) {
			return median(contender, Metric.GENERATOR_IDLE) < 5;
		}

	}

}
