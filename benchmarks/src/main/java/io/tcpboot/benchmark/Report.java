package io.tcpboot.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The results as a page: first all ratios, then each workload in its own figures.
 */
final class Report {

	private final Machine machine;

	private final Results results;

	Report(Machine machine, Results results) {
		this.machine = machine;
		this.results = results;
	}

	@Override
	public String toString() {
		StringBuilder page = new StringBuilder("# Side by side\n\n").append(this.machine);
		page.append("\n## Ratios to ").append(Contender.BASELINE).append("\n\n");
		page.append(
				"Below 1 is better. Median of the ratios, each within one round. `g`: the generator was the limit.\n\n");
		page.append(ratios());
		for (Workload workload : this.results.workloads()) {
			page.append("\n## ").append(workload.title()).append("\n\n").append(figures(workload));
		}
		return page.toString();
	}

	private Table ratios() {
		List<String> peers = this.machine.settings().peers();
		List<String> header = new ArrayList<>(List.of("workload"));
		header.addAll(peers);
		Table table = new Table(header);
		for (Workload workload : this.results.workloads()) {
			if (!workload.baseline().isBaseline()) {
				continue;
			}
			Results.Outcome outcome = this.results.of(workload);
			List<String> modes = outcome.contenders().stream().map(Contender::mode).distinct().toList();
			for (Metric metric : workload.compared()) {
				modes.forEach((mode) -> table.add(ratios(workload, metric, mode, peers)));
			}
		}
		return table;
	}

	private List<String> ratios(Workload workload, Metric metric, String mode, List<String> peers) {
		String name = workload.name() + ", " + metric.title();
		List<String> cells = new ArrayList<>();
		cells.add(mode.equals(workload.mode()) ? name : name + " (" + mode + ")");
		peers.forEach((peer) -> cells.add(ratio(workload, metric, new Contender(peer, mode))));
		return cells;
	}

	private String ratio(Workload workload, Metric metric, Contender contender) {
		Results.Outcome outcome = this.results.of(workload);
		double ratio = outcome.ratio(contender, workload.baseline(), metric);
		return text(ratio) + (outcome.isLimitedByGenerator(contender) ? " g" : "");
	}

	/** One workload: a line for each contender, and below it what has to be said. */
	String figures(Workload workload) {
		Results.Outcome outcome = this.results.of(workload);
		List<String> header = new ArrayList<>(List.of("peer"));
		workload.compared().forEach((metric) -> header.add("ratio of " + metric.title()));
		workload.columns().forEach((metric) -> header.add(metric.title()));
		Table table = new Table(header);
		for (Contender contender : outcome.contenders()) {
			List<String> cells = new ArrayList<>(List.of(contender.label(workload.mode())));
			workload.compared().forEach((metric) -> cells.add(ratio(workload, metric, contender)));
			workload.columns().forEach((metric) -> cells.add(metric.format(metric.of(outcome.samples(contender)))));
			table.add(cells);
		}
		return table + notes(workload, outcome);
	}

	private static String notes(Workload workload, Results.Outcome outcome) {
		List<String> notes = new ArrayList<>();
		for (Contender contender : outcome.contenders()) {
			Contender main = new Contender(contender.peer(), workload.mode());
			if (!contender.mode().equals(workload.mode()) && outcome.contenders().contains(main)) {
				notes.add("%s to %s, in the same round: %s".formatted(main, contender,
						text(outcome.ratio(main, contender, workload.compared().get(0)))));
			}
			double neighbours = outcome.median(contender, Metric.NEIGHBOURS);
			if (neighbours > 1) {
				notes.add("%s: other servers took %.1f %% of its core".formatted(contender, neighbours));
			}
		}
		notes.addAll(outcome.notes());
		return notes.isEmpty() ? "" : "\n- " + String.join("\n- ", notes) + "\n";
	}

	private static String text(double ratio) {
		return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : Table.NOTHING;
	}

}
