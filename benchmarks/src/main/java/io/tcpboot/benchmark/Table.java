package io.tcpboot.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A table in Markdown: the first column is text, the others are numbers.
 */
final class Table {

	/** Stands where no figure is. */
	static final String NOTHING = "–";

	private final List<String> lines = new ArrayList<>();

	Table(List<String> header) {
		add(header);
		List<String> rule = new ArrayList<>(Collections.nCopies(header.size(), "---:"));
		rule.set(0, "---");
		add(rule);
	}

	void add(List<String> cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
	}

	@Override
	public String toString() {
		return String.join("\n", this.lines) + "\n";
	}

}
