package io.tcpboot.benchmark;

import java.util.List;

/**
 * One who takes part in a workload: a server program in one of its modes.
 *
 * @param peer who it is
 * @param mode what it serves
 * @param condition what else there is to it, where one server is measured under several;
 * empty otherwise
 */
record Contender(String peer, String mode, String condition) {

	/** Everything is a ratio to this one. */
	static final String BASELINE = "netty-epoll";

	/** In the order of the report. */
	static final List<String> PEERS = List.of(BASELINE, "netty-nio", "reactor-netty", "vertx", "spring-integration-nio",
			"spring-integration-net", "virtual-threads", "bun", "node", "c", "tcp-core", "spring-bytebuf",
			"spring-bytes");

	/** For {@code --quick}: one of each kind, none that is slow to start. */
	static final List<String> QUICK = List.of(BASELINE, "node", "c", "tcp-core", "spring-bytebuf");

	/** Ours with an actuator, over HTTP, which no other has on its class path. */
	static final String OPERATED = "spring-operated";

	/** The same, whose calls of handler methods are timed. */
	static final String TIMED = "spring-timed";

	/** Ours without Spring, and without what sockets note for whoever asks. */
	static final String UNCOUNTED = "tcp-core-uncounted";

	Contender(String peer, String mode) {
		this(peer, mode, "");
	}

	/** The same server under a condition. */
	Contender when(String condition) {
		return new Contender(this.peer, this.mode, condition);
	}

	/** Whichever the condition. */
	Contender server() {
		return when("");
	}

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
		return this.mode.equals(mainMode) ? name() : name() + " (" + this.mode + ")";
	}

	/** The server, and the condition. */
	String name() {
		return this.condition.isEmpty() ? this.peer : this.peer + ", " + this.condition;
	}

	@Override
	public String toString() {
		return this.peer + "-" + this.mode + (this.condition.isEmpty() ? "" : ", " + this.condition);
	}

}
