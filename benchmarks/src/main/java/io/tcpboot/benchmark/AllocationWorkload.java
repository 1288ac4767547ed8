package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that the JVM allocates for one echo, in steady state.
 *
 * @param name on the command line
 * @param title in the report
 * @param arguments of the generator
 */
record AllocationWorkload(String name, String title, List<String> arguments) implements Workload {

	private static final List<String> PEERS = List.of("netty-epoll", "tcp-core", "spring-bytebuf", "spring-bytes");

	@Override
	public String mode() {
		return Workloads.ECHO;
	}

	@Override
	public List<Contender> contenders(List<String> peers) {
		return Workloads.contenders(PEERS.stream().filter(peers::contains).toList(), mode());
	}

	@Override
	public List<Metric> columns() {
		return List.of(Metric.ALLOCATED);
	}

	/** Nothing: a ratio to zero says nothing. */
	@Override
	public List<Metric> compared() {
		return List.of();
	}

	@Override
	public boolean isFresh() {
		return true;
	}

	@Override
	public List<String> jvmOptions() {
		return List.of(AllocationCounter.OPTION);
	}

	/** Longer than others: what the compiler will save has to be saved. */
	@Override
	public void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException {
		bench.generator().run(server, this.arguments, 0, bench.settings().warmUpSeconds() * 2);
	}

	/**
	 * Two runs, one long and one short. Their difference is messages only: what their
	 * connections cost is in both.
	 */
	@Override
	public Sample measure(Contender contender, PeerProcess server, Bench bench)
			throws IOException, InterruptedException {
		double seconds = bench.settings().seconds();
		try (AllocationCounter counter = AllocationCounter.attach(server)) {
			List<Double> messages = new ArrayList<>();
			List<Long> bytes = new ArrayList<>();
			for (double length : new double[] { seconds / 3, seconds * 3 }) {
				long before = counter.allocatedBytes();
				messages.add(bench.generator().run(server, this.arguments, 0, length).messages());
				bytes.add(counter.allocatedBytes() - before);
			}
			return new Sample().with(Metric.ALLOCATED,
					(bytes.get(1) - bytes.get(0)) / (messages.get(1) - messages.get(0)));
		}
	}

}
