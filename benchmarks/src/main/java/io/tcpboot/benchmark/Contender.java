package io.tcpboot.benchmark;

import java.util.List;

/**
 * One who takes part in a workload: a server program in one of its modes.
 *
 * @param peer who it is
 * @param mode what it serves
 */
record Contender(String peer, String mode) {

	/** Everything is a ratio to this one. */
	static final String BASELINE = "netty-epoll";

	/** In the order of the report. */
	static final List<String> PEERS = List.of(BASELINE, "netty-nio", "reactor-netty", "vertx", "spring-integration-nio",
			"spring-integration-net", "virtual-threads", "bun", "node", "c", "tcp-core", "spring-bytebuf",
			"spring-bytes");

	/** For {@code --quick}: one of each kind, none that is slow to start. */
	static final List<String> QUICK = List.of(BASELINE, "node", "c", "tcp-core", "spring-bytebuf");

	boolean isBaseline() {
		return this.peer.equals(BASELINE);
	}

	boolean isJava() {
		return switch (this.peer) {
			case "bun", "node", "c" -> false;
			default -> true;
		};
	}

	/** Name in the table of a workload that is about the given mode. */
	String label(String mainMode) {
		return this.mode.equals(mainMode) ? this.peer : this.peer + " (" + this.mode + ")";
	}

	@Override
	public String toString() {
		return this.peer + "-" + this.mode;
	}

}
