package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * What a server is asked for over HTTP.
 *
 * @param paths asked for in turn
 * @param everySeconds how often; 0: again as soon as there is an answer
 * @param listed how many sockets an answer has to have
 */
record Question(List<String> paths, double everySeconds, int listed) {

	/** Nobody asks for anything. */
	static final Question NONE = new Question(List.of(), 1, 0);

	/** Often enough for the compiler to see it. */
	private static final double OFTEN_SECONDS = 0.02;

	/** A list of sockets. */
	static Question list(String query) {
		return new Question(List.of("/actuator/tcp/peer?" + query), 0, 100);
	}

	/** Something that is no list. */
	static Question other(String path) {
		return new Question(List.of(path), 0, 0);
	}

	/** Like a page that refreshes itself, with another view each time. */
	static Question eachSecond(Collection<Question> questions) {
		List<String> paths = questions.stream().flatMap((question) -> question.paths().stream()).toList();
		return new Question(paths, 1, questions.iterator().next().listed());
	}

	Question often() {
		return new Question(this.paths, Math.min(this.everySeconds, OFTEN_SECONDS), this.listed);
	}

	boolean isAskedAtOnce() {
		return this.everySeconds == 0;
	}

	List<String> arguments(int httpPort) {
		if (this.paths.isEmpty()) {
			return List.of();
		}
		List<String> arguments = new ArrayList<>(List.of("--http", Integer.toString(httpPort), "--every",
				String.format(Locale.ROOT, "%.2f", this.everySeconds)));
		this.paths.forEach((path) -> arguments.addAll(List.of("--ask", path)));
		return arguments;
	}

	/** A fast answer that lacks something is none. */
	void check(Measurement measurement) throws IOException {
		if (!this.paths.isEmpty() && measurement.listed() != this.listed) {
			throw new IOException("listed: " + measurement.listed() + " (expected: " + this.listed + ")");
		}
	}

}
