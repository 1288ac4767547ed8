package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Servers with many connections, asked over HTTP for what an operator wants to know,
 * while an echo runs beside or nothing does.
 *
 * @param name on the command line
 * @param title in the report
 * @param questions who takes part and what each is asked, the baseline first
 * @param arguments of the generator
 * @param crowd connections beside
 * @param columns of the table
 * @param compared what is told as a ratio
 */
record AskedWorkload(String name, String title, Map<Contender, Question> questions, List<String> arguments, Crowd crowd,
		List<Metric> columns, List<Metric> compared) implements Workload {

	/** What is asked once a second is seen several times in a window. */
	private static final int LONGER = 4;

	private static final double SETTLE_SECONDS = 0.2;

	@Override
	public String mode() {
		return Workloads.ECHO;
	}

	@Override
	public List<Contender> contenders(List<String> peers) {
		return List.copyOf(this.questions.keySet());
	}

	@Override
	public Contender baseline() {
		return this.questions.keySet().iterator().next();
	}

	@Override
	public void warmUp(Contender contender, PeerProcess server, Bench bench) throws IOException, InterruptedException {
		this.crowd.gather(server, bench);
		Question question = question(contender).often();
		bench.generator().run(server, arguments(question, server), 0, bench.settings().warmUpSeconds());
	}

	@Override
	public Sample measure(Contender contender, PeerProcess server, Bench bench)
			throws IOException, InterruptedException {
		this.crowd.gather(server, bench);
		Question question = question(contender);
		double seconds = bench.settings().seconds() * (question.isAskedAtOnce() ? 1 : LONGER);
		Measurement measurement = bench.generator()
			.run(server, arguments(question, server), Math.min(SETTLE_SECONDS, seconds), seconds);
		question.check(measurement);
		return measurement.sample();
	}

	private Question question(Contender contender) {
		return this.questions.getOrDefault(contender, Question.NONE);
	}

	private List<String> arguments(Question question, PeerProcess server) {
		List<String> all = new ArrayList<>(this.arguments);
		OptionalInt httpPort = server.httpPort();
		if (httpPort.isPresent()) {
			all.addAll(question.arguments(httpPort.getAsInt()));
		}
		return all;
	}

	@Override
	public void end() throws IOException {
		this.crowd.close();
	}

}
