package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures all peers beside each other and writes the results down, as they come: a run
 * that is cut off leaves what it had.
 */
public final class SideBySide {

	private final Bench bench;

	private final List<Workload> workloads;

	private final Results results = new Results();

	private final Report report;

	private final Path page;

	private final RawData raw;

	private SideBySide(Bench bench, Machine machine, Home home) throws IOException, InterruptedException {
		this.bench = bench;
		this.workloads = Workloads.asked(bench.settings());
		this.report = new Report(machine, this.results);
		String name = machine.started().toString().replace(":", "") + "-" + Machine.commit(home);
		Path folder = home.folder(bench.settings().isQuick() ? "target/results" : "results");
		this.page = folder.resolve(name + ".md");
		this.raw = new RawData(folder.resolve(name + ".csv"));
	}

	/**
	 * Run what the arguments ask for; {@code --help} lists them.
	 * @param args see {@code --help}
	 * @throws Exception when nothing can be measured at all
	 */
	public static void main(String[] args) throws Exception {
		if (List.of(args).contains("--help")) {
			Progress.print(Settings.usage());
			return;
		}
		Settings settings = Settings.parse(args);
		Home home = Home.find();
		Jdk jdk = Jdk.of(settings.java());
		Tools tools = Tools.prepare(home, settings.peers());
		Certificate certificate = Certificate.create(home.folder("target"));
		Machine machine = Machine.describe(settings, home, jdk, tools);
		try (Fleet fleet = new Fleet(home, tools, jdk, certificate)) {
			Bench bench = new Bench(settings, fleet, new Generator(home), jdk, certificate);
			new SideBySide(bench, machine, home).run();
		}
	}

	private void run() throws IOException, InterruptedException {
		for (int next = 0; next < this.workloads.size(); next++) {
			this.bench.fleet().keep(needed(next));
			Workload workload = this.workloads.get(next);
			new Contest(workload, this.bench, this.results.of(workload), this.raw).run();
			Progress.print(this.report.figures(workload));
			Files.writeString(this.page, this.report.toString());
		}
		Progress.say("written: " + this.page);
	}

	/** Those that this workload or a later one talks to. */
	private List<Contender> needed(int from) {
		return this.workloads.stream()
			.skip(from)
			.filter((workload) -> !workload.isFresh())
			.flatMap((workload) -> workload.contenders(this.bench.settings().peers()).stream())
			.toList();
	}

}
