package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All contenders through one workload, round by round: A B C, A B C. Who cannot take part
 * drops out, who fails has no figure in that round, and the others go on.
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

	void run() throws InterruptedException, IOException {
		Progress.say(this.workload.title());
		try {
			runRounds();
		}
		finally {
			this.workload.end();
		}
	}

	private void runRounds() throws InterruptedException {
		if (!this.workload.isFresh()) {
			each(this::warmUp);
		}
		for (int round = 1; round <= this.workload.rounds(this.bench.settings()); round++) {
			int number = round;
			each((contender) -> round(contender, number));
		}
	}

	private void each(Step step) throws InterruptedException {
		for (Contender contender : List.copyOf(this.contenders)) {
			try {
				step.take(contender);
			}
			catch (UnavailableException ex) {
				note(contender + ": " + ex.getMessage());
				this.contenders.remove(contender);
			}
			catch (IOException ex) {
				note(contender + ", warm-up: " + ex.getMessage());
			}
		}
	}

	private void note(String note) {
		Progress.say(note);
		this.outcome.note(note);
	}

	private void warmUp(Contender contender) throws IOException, InterruptedException, UnavailableException {
		this.workload.warmUp(contender, this.bench.fleet().shared(contender), this.bench);
	}

	/** A round that failed stays empty, so that the others keep their number. */
	private void round(Contender contender, int round) throws InterruptedException, UnavailableException {
		Sample sample = new Sample();
		try {
			sample = measure(contender);
			this.raw.add(this.workload, contender, round, sample);
		}
		catch (IOException ex) {
			note(contender + ", round " + round + ": " + ex.getMessage());
		}
		this.outcome.add(contender, sample);
	}

	private Sample measure(Contender contender) throws IOException, InterruptedException, UnavailableException {
		if (!this.workload.isFresh()) {
			return measure(contender, this.bench.fleet().shared(contender));
		}
		try (PeerProcess server = this.bench.fleet().start(contender, this.workload.jvmOptions())) {
			this.workload.warmUp(contender, server, this.bench);
			return measure(contender, server);
		}
	}

	private Sample measure(Contender contender, PeerProcess server) throws IOException, InterruptedException {
		this.bench.fleet().settle();
		long start = System.nanoTime();
		long neighbours = this.bench.fleet().cpuNanosBeside(server);
		Sample sample = this.workload.measure(contender, server, this.bench);
		return sample.with(Metric.NEIGHBOURS,
				(this.bench.fleet().cpuNanosBeside(server) - neighbours) * 100.0 / (System.nanoTime() - start));
	}

	@FunctionalInterface
	private interface Step {

		void take(Contender contender) throws IOException, InterruptedException, UnavailableException;

	}

}
