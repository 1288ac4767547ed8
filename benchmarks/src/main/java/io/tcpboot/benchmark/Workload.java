package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * One row of the report: what is done to the servers, and what is looked at.
 */
interface Workload {

	/** Name on the command line and in the raw data. */
	String name();

	String title();

	/** Mode of the servers that the row is about. */
	String mode();

	List<Contender> contenders(List<String> peers);

	/** Figures in the row's own table. */
	List<Metric> columns();

	/** Figures that are told as a ratio to the baseline; the first is the main one. */
	List<Metric> compared();

	/**
	 * Whether each measurement needs a server that nobody has talked to; the JVM is then
	 * started with options.
	 */
	default boolean isFresh() {
		return false;
	}

	default List<String> jvmOptions() {
		return List.of();
	}

	default int rounds(Settings settings) {
		return settings.rounds();
	}

	void warmUp(PeerProcess server, Bench bench) throws IOException, InterruptedException;

	Sample measure(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException;

}
