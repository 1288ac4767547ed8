package io.tcpboot.benchmark;

import java.util.List;
import java.util.Locale;

/**
 * A figure that a workload yields, in the unit that the report shows.
 */
enum Metric {

	/** The main figure: processor time of the server per message, all of its threads. */
	CPU("CPU ns each", "%,.0f"),

	RATE("per second", "%,.0f"),

	P50("p50 µs", "%,.1f"),

	P99("p99 µs", "%,.1f"),

	P999("p99.9 µs", "%,.1f"),

	/**
	 * How much of the window the generator had nothing to do. Near 0 it was the limit,
	 * not the server.
	 */
	GENERATOR_IDLE("generator idle %", "%.0f"),

	/**
	 * What the other servers, which should sleep, took of the server's core meanwhile.
	 */
	NEIGHBOURS("neighbours %", "%.1f"),

	RSS("RSS MiB", "%,.0f"),

	RSS_BEFORE("RSS before MiB", "%,.0f"),

	RSS_GROWTH("RSS gained MiB", "%,.0f"),

	/** Whether it still grows once the peers can send no more. */
	RSS_GROWTH_HELD("gained while held MiB", "%,.1f"),

	RSS_EACH("RSS per connection B", "%,.0f"),

	HEAP_EACH("live heap per connection B", "%,.0f"),

	DIRECT_EACH("direct memory per connection B", "%,.0f"),

	IDLE_CPU("CPU while idle %", "%.2f"),

	ALLOCATED("allocated B each", "%,.1f"),

	ANSWERS("answers", "%,.0f"),

	ANSWER_P50("answer p50 ms", "%,.2f"),

	ANSWER_P99("answer p99 ms", "%,.2f"),

	ANSWER_MAX("longest answer ms", "%,.2f");

	private final String title;

	private final String format;

	Metric(String title, String format) {
		this.title = title;
		this.format = format;
	}

	String title() {
		return this.title;
	}

	/** What a table shows of several rounds. */
	double of(List<Sample> rounds) {
		return switch (this) {
			case ANSWERS -> Statistics.sum(rounds, this);
			case ANSWER_MAX -> Statistics.max(rounds, this);
			default -> Statistics.median(rounds, this);
		};
	}

	String format(double value) {
		return Double.isFinite(value) ? String.format(Locale.ROOT, this.format, value) : Table.NOTHING;
	}

}
