package io.tcpboot.benchmark;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Report}.
 */
class ReportTests {

	private final Settings settings = Settings.parse("--peers", "c,tcp-core", "--workloads", "five");

	private final Workload five = Workloads.asked(this.settings).get(0);

	private final Results results = new Results();

	private final Results.Outcome outcome = this.results.of(this.five);

	private final Report report = new Report(new Machine(this.settings, Instant.EPOCH, List.of("Machine: m")),
			this.results);

	@Test
	void linesHaveRatiosAndMedians() {
		add("netty-epoll", "five", 1000, 50);
		add("tcp-core", "five", 750, 50);
		assertThat(this.report.figures(this.five)).contains("| netty-epoll | 1.00 | 1,000 | – |",
				"| tcp-core | 0.75 | 750 | – |");
	}

	@Test
	void whenTheGeneratorWasTheLimitItIsMarked() {
		add("netty-epoll", "five", 1000, 50);
		add("c", "five", 500, 4);
		assertThat(this.report.toString()).contains("| five, CPU ns each | 1.00 | 0.50 g | – |");
	}

	@Test
	void anotherModeOfTheSamePeerIsNamedAndCompared() {
		add("netty-epoll", "five", 1000, 50);
		add("tcp-core", "five", 840, 50);
		add("tcp-core", "echo", 800, 50);
		assertThat(this.report.figures(this.five)).contains("| tcp-core (echo) | 0.80 |",
				"- tcp-core-five to tcp-core-echo, in the same round: 1.05");
		assertThat(this.report.toString()).contains("| five, CPU ns each (echo) | – | – | 0.80 |");
	}

	@Test
	void whoDidNotTakePartIsNoted() {
		this.outcome.note("c-five: the C server has no mode but echo");
		assertThat(this.report.toString()).contains("- Machine: m\n", "- c-five: the C server has no mode but echo\n");
	}

	@Test
	void whatIsComparedWithItselfHasItsOwnBaseline() {
		Workload scraped = Workloads.asked(Settings.parse("--workloads", "scraped")).get(0);
		Results.Outcome outcome = this.results.of(scraped);
		outcome.add(scraped.baseline(), new Sample().with(Metric.CPU, 1000));
		outcome.add(new Contender("spring-operated", "echo").when("scraped once a second"),
				new Sample().with(Metric.CPU, 1010).with(Metric.ANSWERS, 6).with(Metric.ANSWER_MAX, 12.5));
		assertThat(this.report.figures(scraped)).contains("| spring-bytebuf | 1.00 | 1,000 |",
				"| spring-operated, scraped once a second | 1.01 | 1,010 | – | – | – | – | 6 | – | 12.50 |");
		assertThat(this.report.toString()).doesNotContain("| scraped, CPU ns each");
	}

	private void add(String peer, String mode, double cpu, double generatorIdle) {
		this.outcome.add(new Contender(peer, mode),
				new Sample().with(Metric.CPU, cpu).with(Metric.GENERATOR_IDLE, generatorIdle));
	}

}
