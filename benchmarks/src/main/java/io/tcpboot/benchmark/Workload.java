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

	default List<Contender> contenders(List<String> peers) {
		return Workloads.contenders(peers, mode());
	}

	/** Figures in the row's own table. */
	List<Metric> columns();

	/** Whom ratios are to. */
	default Contender baseline() {
		return new Contender(Contender.BASELINE, mode());
	}

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

	/**
	 * What a fresh server is asked for, its memory and what it allocates, does not depend
	 * on the mood of the machine.
	 */
	default int rounds(Settings settings) {
		return isFresh() ? 1 : settings.rounds();
	}

	void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException;

	Sample measure(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException;

	/** After the last round. */
	default void end() throws IOException {
	}

}
