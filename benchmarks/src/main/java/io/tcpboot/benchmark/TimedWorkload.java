package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Load for a fixed time on servers that stay up through all rounds.
 *
 * @param name on the command line
 * @param title in the report
 * @param mode of the servers
 * @param beside other modes, which stand in the same table for comparison
 * @param arguments of the generator
 * @param columns of the table
 * @param compared what is told as a ratio
 */
record TimedWorkload(String name, String title, String mode, List<Contender> beside, List<String> arguments,
		List<Metric> columns, List<Metric> compared) implements Workload {

	/**
	 * At the start of each round: connections are new, and caches belong to the server
	 * that ran before.
	 */
	private static final double SETTLE_SECONDS = 0.2;

	// With one core, the compiler and the server wait for each other; and the compiler
	// counts calls, which take long here.

	private static final int CHURN_WARM_UP = 3;

	private static final int TLS_WARM_UP = 6;

	private static final List<Metric> COLUMNS = List.of(Metric.CPU, Metric.RATE, Metric.P50, Metric.P99, Metric.P999);

	static TimedWorkload of(String name, String title, String mode, String... arguments) {
		return new TimedWorkload(name, title, mode, List.of(), List.of(arguments), COLUMNS, List.of(Metric.CPU));
	}

	TimedWorkload beside(Contender... others) {
		return new TimedWorkload(this.name, this.title, this.mode, List.of(others), this.arguments, this.columns,
				this.compared);
	}

	TimedWorkload showing(Metric... metrics) {
		return new TimedWorkload(this.name, this.title, this.mode, this.beside, this.arguments, List.of(metrics),
				this.compared);
	}

	TimedWorkload comparing(Metric... metrics) {
		return new TimedWorkload(this.name, this.title, this.mode, this.beside, this.arguments, this.columns,
				List.of(metrics));
	}

	@Override
	public List<Contender> contenders(List<String> peers) {
		Stream<Contender> mine = peers.stream().map((peer) -> new Contender(peer, this.mode));
		Stream<Contender> others = this.beside.stream().filter((other) -> peers.contains(other.peer()));
		return Stream.concat(mine, others).toList();
	}

	/**
	 * Shorter when the server knows this kind of load in another size; longer for what
	 * takes a JVM longer to compile than small messages do.
	 */
	@Override
	public void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException {
		double seconds = bench.settings().warmUpSeconds() * warmUpFactor();
		boolean isNew = server.isNewTo(this.arguments.get(0));
		bench.generator().run(server, arguments(bench), 0, isNew ? seconds : seconds / 3);
	}

	private int warmUpFactor() {
		if (this.mode.equals(Workloads.TLS)) {
			return TLS_WARM_UP;
		}
		return this.name.equals("churn") ? CHURN_WARM_UP : 1;
	}

	@Override
	public Sample measure(Contender contender, PeerProcess server, Bench bench)
			throws IOException, InterruptedException {
		double seconds = bench.settings().seconds();
		return bench.generator().run(server, arguments(bench), Math.min(SETTLE_SECONDS, seconds), seconds).sample();
	}

	private List<String> arguments(Bench bench) {
		List<String> all = new ArrayList<>(this.arguments);
		if (this.mode.equals(Workloads.TLS)) {
			all.addAll(bench.certificate().clientArguments());
		}
		return all;
	}

}
