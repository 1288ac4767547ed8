package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All contenders through one workload, round by round: A B C, A B C. Who fails drops out
 * and the others go on.
 */
final class Contest {

	private final Workload workload;

	private final Bench bench;

	private final Results.Outcome outcome;

	private final RawData raw;

	private final List<Contender> contenders;

	Contest(Workload workload, Bench bench, Results.Outcome outcome, RawData raw) {
		this.workload = workload;
		this.bench = bench;
		this.outcome = outcome;
		this.raw = raw;
		this.contenders = new ArrayList<>(workload.contenders(bench.settings().peers()));
	}

	void run() throws InterruptedException {
		Progress.say(this.workload.title());
		if (!this.workload.isFresh()) {
			each(this::warmUp);
		}
		for (int round = 1; round <= this.workload.rounds(this.bench.settings()); round++) {
			int number = round;
			each((contender) -> measure(contender, number));
		}
	}

	private void each(Step step) throws InterruptedException {
		for (Contender contender : List.copyOf(this.contenders)) {
			try {
				step.take(contender);
			}
			catch (IOException | UnavailableException ex) {
				String note = contender + ": " + ex.getMessage();
				Progress.say(note);
				this.outcome.note(note);
				this.contenders.remove(contender);
			}
		}
	}

	private void warmUp(Contender contender) throws IOException, InterruptedException, UnavailableException {
		this.workload.warmUp(this.bench.fleet().shared(contender), this.bench);
	}

	private void measure(Contender contender, int round)
			throws IOException, InterruptedException, UnavailableException {
		if (!this.workload.isFresh()) {
			measure(contender, round, this.bench.fleet().shared(contender));
			return;
		}
		try (PeerProcess server = this.bench.fleet().start(contender, this.workload.jvmOptions())) {
			this.workload.warmUp(server, this.bench);
			measure(contender, round, server);
		}
	}

	private void measure(Contender contender, int round, PeerProcess server) throws IOException, InterruptedException {
		this.bench.fleet().settle();
		long start = System.nanoTime();
		long neighbours = this.bench.fleet().cpuNanosBeside(server);
		Sample sample = this.workload.measure(contender, server, this.bench);
		sample.with(Metric.NEIGHBOURS,
				(this.bench.fleet().cpuNanosBeside(server) - neighbours) * 100.0 / (System.nanoTime() - start));
		this.outcome.add(contender, sample);
		this.raw.add(this.workload, contender, round, sample);
	}

	@FunctionalInterface
	private interface Step {

		void take(Contender contender) throws IOException, InterruptedException, UnavailableException;

	}

}
