package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * Connections that were used once and then do nothing: what they hold, and whether they
 * cost processor time.
 */
record IdleWorkload(int connections) implements Workload {

	@Override
	public String name() {
		return "idle";
	}

	@Override
	public String title() {
		return "%,d idle connections".formatted(this.connections);
	}

	@Override
	public String mode() {
		return Workloads.ECHO;
	}

	@Override
	public List<Metric> columns() {
		return List.of(Metric.HEAP_EACH, Metric.DIRECT_EACH, Metric.RSS_EACH, Metric.RSS, Metric.IDLE_CPU);
	}

	@Override
	public List<Metric> compared() {
		return List.of(Metric.HEAP_EACH, Metric.RSS_EACH);
	}

	@Override
	public boolean isFresh() {
		return true;
	}

	@Override
	public List<String> jvmOptions() {
		return List.of(Heap.OPTION);
	}

	/** So that classes, pools and compiled code are not counted as the connections'. */
	@Override
	public void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException {
		hold(server, bench, 100).close();
		bench.generator().run(server, Workloads.SHORT_ECHO, 0, Workloads.SHORT_SECONDS);
	}

	@Override
	public Sample measure(Contender contender, PeerProcess server, Bench bench)
			throws IOException, InterruptedException {
		Sample sample = new Sample();
		Heap heapBefore = contender.isJava() ? Heap.of(server, bench.jdk()) : null;
		double rssBefore = server.rssMebibytes();
		try (Generator.Held held = hold(server, bench, this.connections)) {
			Workloads.pause(0.5);
			sample.with(Metric.IDLE_CPU, idlePercent(server, bench.settings().holdSeconds()));
			double rss = server.rssMebibytes();
			sample.with(Metric.RSS, rss).with(Metric.RSS_EACH, (rss - rssBefore) * 1024 * 1024 / this.connections);
			if (heapBefore != null) {
				Heap heap = Heap.of(server, bench.jdk());
				sample.with(Metric.HEAP_EACH, (double) (heap.liveBytes() - heapBefore.liveBytes()) / this.connections)
					.with(Metric.DIRECT_EACH,
							(double) (heap.directBytes() - heapBefore.directBytes()) / this.connections);
			}
			held.expectAlive();
		}
		return sample;
	}

	private static Generator.Held hold(PeerProcess server, Bench bench, int connections)
			throws IOException, InterruptedException {
		return bench.generator().hold(server, List.of("idle", "--connections", Integer.toString(connections)));
	}

	private static double idlePercent(PeerProcess server, double seconds) throws InterruptedException {
		long cpu = server.cpuNanos();
		long start = System.nanoTime();
		Workloads.pause(seconds);
		return (server.cpuNanos() - cpu) * 100.0 / (System.nanoTime() - start);
	}

}
