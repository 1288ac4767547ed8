package io.tcpboot.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * All workloads, in the order of the report.
 */
final class Workloads {

	static final String ECHO = "echo";

	static final String TLS = "tls";

	/** Warms a server up whose memory is looked at afterwards. */
	static final List<String> SHORT_ECHO = List.of("echo", "--connections", "64", "--size", "64", "--depth", "1");

	static final double SHORT_SECONDS = 1;

	/** What servers are compared in. */
	private static final List<String> COMPARED = List.of("ping-1", "ping-64", "pipelined", "16k", "stream", "five",
			"churn", "idle", "broadcast", "flood", "slow", "tls", "handshakes", "frames", "lines", "allocated",
			"allocated-16k");

	static final List<String> NAMES = Stream.concat(COMPARED.stream(), OperatedWorkloads.NAMES.stream()).toList();

	private static final String TLS_JDK = "tls-jdk";

	/** Beside OpenSSL: the baseline, ours, and those who have no other provider. */
	private static final Contender[] JDK_PROVIDER = Stream
		.of(Contender.BASELINE, "spring-integration-nio", "spring-integration-net", "virtual-threads", "tcp-core")
		.map((peer) -> new Contender(peer, TLS_JDK))
		.toArray(Contender[]::new);

	private Workloads() {
	}

	private static Stream<Workload> all(Settings settings) {
		return Stream.concat(compared(settings).stream(), OperatedWorkloads.all(settings).stream());
	}

	private static List<Workload> compared(Settings settings) {
		int thousand = settings.many(1_000);
		return List.of(echo("ping-1", "Ping-pong, 1 × 64 B", 1, 64, 1),
				echo("ping-64", "Ping-pong, 64 × 64 B", 64, 64, 1),
				echo("pipelined", "Pipelined 16 deep, 64 × 64 B", 64, 64, 16),
				echo("16k", "Ping-pong, 64 × 16 KiB", 64, 16384, 1),
				TimedWorkload.of("stream", "Stream, 64 KiB chunks on 4", ECHO, "stream", "--connections", "4")
					.showing(Metric.CPU, Metric.RATE),
				TimedWorkload
					.of("five", "Five small writes per message, 64 × 64 B", "five", arguments("echo", 64, 64, 1))
					.beside(new Contender("tcp-core", ECHO)),
				TimedWorkload.of("churn", "Churn: connect, one message, close; 16 at a time", ECHO, "churn",
						"--connections", "16", "--size", "64"),
				new IdleWorkload(10 * thousand),
				TimedWorkload.of("broadcast", "Broadcast of 64 B to %,d".formatted(thousand), "broadcast", "broadcast",
						"--connections", Integer.toString(thousand), "--size", "64"),
				new FloodWorkload(thousand, 3 * 1024 * 1024),
				TimedWorkload.of("slow", "64 slow readers, and a healthy neighbour's ping-pong", ECHO, "slow")
					.showing(Metric.P50, Metric.P99, Metric.P999, Metric.RSS)
					.comparing(Metric.P99, Metric.RSS),
				TimedWorkload.of("tls", "TLS 1.3 ping-pong, 64 × 64 B", TLS, arguments("echo", 64, 64, 1))
					.beside(JDK_PROVIDER),
				TimedWorkload
					.of("handshakes", "Full TLS 1.3 handshakes, 16 at a time", TLS, "handshakes", "--connections", "16")
					.beside(JDK_PROVIDER),
				TimedWorkload.of("frames", "Length-framed, pipelined 16 deep, 64 × 64 B", "frames",
						arguments("frames", 64, 64, 16)),
				TimedWorkload.of("lines", "Lines, pipelined 16 deep, 64 × 64 B", "lines",
						arguments("lines", 64, 64, 16)),
				allocated("allocated", "Allocated per message, ping-pong 64 × 64 B", 64),
				allocated("allocated-16k", "Allocated per message, ping-pong 64 × 16 KiB", 16384));
	}

	static List<Workload> asked(Settings settings) {
		return all(settings).filter((workload) -> settings.workloads().contains(workload.name())).toList();
	}

	static List<Contender> contenders(List<String> peers, String mode) {
		return peers.stream().map((peer) -> new Contender(peer, mode)).toList();
	}

	static void pause(double seconds) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep((long) (seconds * 1000));
	}

	private static TimedWorkload echo(String name, String title, int connections, int size, int depth) {
		return TimedWorkload.of(name, title, ECHO, arguments("echo", connections, size, depth));
	}

	/** Arguments for messages of 64 bytes, one on each connection. */
	static List<String> pingPong(int connections) {
		return List.of(arguments(ECHO, connections, 64, 1));
	}

	private static AllocationWorkload allocated(String name, String title, int size) {
		return new AllocationWorkload(name, title, List.of(arguments("echo", 64, size, 1)));
	}

	private static String[] arguments(String workload, int connections, int size, int depth) {
		return new String[] { workload, "--connections", Integer.toString(connections), "--size",
				Integer.toString(size), "--depth", Integer.toString(depth) };
	}

}
