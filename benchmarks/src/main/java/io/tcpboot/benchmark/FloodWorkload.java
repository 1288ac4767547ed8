package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * Peers that send and never read: what an echo server holds for them, and whether that
 * grows on. Each sends far more than the kernel keeps for it, or the server would not be
 * asked at all.
 */
record FloodWorkload(int connections, int bytesEach) implements Workload {

	@Override
	public String name() {
		return "flood";
	}

	@Override
	public String title() {
		return "%,d connections that send %d KiB each and never read".formatted(this.connections,
				this.bytesEach / 1024);
	}

	@Override
	public String mode() {
		return Workloads.ECHO;
	}

	@Override
	public List<Metric> columns() {
		return List.of(Metric.RSS_BEFORE, Metric.RSS, Metric.RSS_GROWTH, Metric.RSS_GROWTH_HELD);
	}

	@Override
	public List<Metric> compared() {
		return List.of(Metric.RSS_GROWTH);
	}

	@Override
	public boolean isFresh() {
		return true;
	}

	/** Pages of the heap that garbage touches for the first time are nobody's bytes. */
	@Override
	public List<String> jvmOptions() {
		return List.of("-XX:+AlwaysPreTouch");
	}

	@Override
	public void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException {
		bench.generator().run(server, Workloads.SHORT_ECHO, 0, Workloads.SHORT_SECONDS);
	}

	@Override
	public Sample measure(Contender contender, PeerProcess server, Bench bench)
			throws IOException, InterruptedException {
		double before = server.rssMebibytes();
		try (Generator.Held held = bench.generator()
			.hold(server, List.of("flood", "--connections", Integer.toString(this.connections), "--size",
					Integer.toString(this.bytesEach)))) {
			double full = server.rssMebibytes();
			Workloads.pause(bench.settings().holdSeconds());
			double later = server.rssMebibytes();
			held.expectAlive();
			return new Sample().with(Metric.RSS_BEFORE, before)
				.with(Metric.RSS, later)
				.with(Metric.RSS_GROWTH, later - before)
				.with(Metric.RSS_GROWTH_HELD, later - full);
		}
	}

}
