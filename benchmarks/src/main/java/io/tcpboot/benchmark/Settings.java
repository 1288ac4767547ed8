package io.tcpboot.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param peers who takes part, in the order of the report
 * @param workloads what they do; empty: everything
 * @param rounds how often each is measured
 * @param seconds length of a measured window
 * @param warmUpSeconds how long each server is warmed up for each workload
 * @param holdSeconds how long idle and stuck connections are looked at
 * @param isQuick whether the figures do not matter, only that everything works
 * @param java the JVM of the Java servers
 */
record Settings(List<String> peers, List<String> workloads, int rounds, double seconds, double warmUpSeconds,
		double holdSeconds, boolean isQuick, Path java) {

	private static final String USAGE = """
			benchmarks/run [options]
			  --peers a,b       who takes part (the baseline, %s, always does): %s
			  --workloads x,y   what they do: %s
			  --rounds n        rounds per workload (3)
			  --seconds s       measured window of a round (1.5)
			  --warm-up s       for each server and workload (3)
			  --hold s          how long idle and stuck connections are looked at (5)
			  --java path       JVM of the Java servers (the one that runs this)
			  --quick           see that everything works, in two minutes: few peers, one short round, a tenth of the
			                    connections; the figures mean nothing""";

	Settings {
		check("peers", peers, Contender.PEERS);
		check("workloads", workloads, Workloads.NAMES);
		check(rounds > 0, "rounds", rounds);
		check(seconds > 0, "seconds", seconds);
		check(warmUpSeconds > 0, "warm-up", warmUpSeconds);
		check(holdSeconds > 0, "hold", holdSeconds);
	}

	static String usage() {
		return USAGE.formatted(Contender.BASELINE, String.join(",", Contender.PEERS),
				String.join(",", Workloads.NAMES));
	}

	/** Thousands of connections, or a tenth of them. */
	int many(int connections) {
		return this.isQuick ? connections / 10 : connections;
	}

	static Settings parse(String... arguments) {
		boolean quick = Arrays.asList(arguments).contains("--quick");
		List<String> peers = quick ? Contender.QUICK : Contender.PEERS;
		List<String> workloads = Workloads.NAMES;
		int rounds = quick ? 1 : 3;
		double seconds = quick ? 0.5 : 1.5;
		double warmUp = quick ? 0.5 : 3;
		double hold = quick ? 1 : 5;
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Iterator<String> rest = Arrays.stream(arguments).filter((argument) -> !argument.equals("--quick")).iterator();
		while (rest.hasNext()) {
			String name = rest.next();
			switch (name) {
				case "--peers" -> peers = withBaseline(value(name, rest));
				case "--workloads" -> workloads = List.of(value(name, rest).split(","));
				case "--rounds" -> rounds = (int) number(name, rest);
				case "--seconds" -> seconds = number(name, rest);
				case "--warm-up" -> warmUp = number(name, rest);
				case "--hold" -> hold = number(name, rest);
				case "--java" -> java = Path.of(value(name, rest)).toAbsolutePath();
				default -> throw new IllegalArgumentException("unknown: " + name);
			}
		}
		return new Settings(peers, workloads, rounds, seconds, warmUp, hold, quick, java);
	}

	/** The baseline takes part always: without it there is nothing to compare with. */
	private static List<String> withBaseline(String list) {
		List<String> asked = new ArrayList<>(List.of(list.split(",")));
		asked.remove(Contender.BASELINE);
		asked.add(0, Contender.BASELINE);
		return asked;
	}

	private static String value(String name, Iterator<String> rest) {
		if (!rest.hasNext()) {
			throw new IllegalArgumentException(name + " needs a value");
		}
		return rest.next();
	}

	private static double number(String name, Iterator<String> rest) {
		String value = value(name, rest);
		try {
			return Double.parseDouble(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: a number)", ex);
		}
	}

	private static void check(String name, List<String> asked, List<String> known) {
		for (String one : asked) {
			if (!known.contains(one)) {
				throw new IllegalArgumentException(name + ": " + one + " (expected: " + String.join(", ", known) + ")");
			}
		}
	}

	private static void check(boolean expected, String name, double value) {
		if (!expected) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
		}
	}

}
