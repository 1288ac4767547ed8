package io.tcpboot.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs that an operator can look at a server, and that he does: ours only,
 * compared with itself.
 */
final class OperatedWorkloads {

	static final List<String> NAMES = List.of("list", "watched", "scraped", "counters");

	private static final Contender OPERATED = new Contender(Contender.OPERATED, Workloads.ECHO);

	private static final List<Metric> ECHO_COLUMNS = List.of(Metric.CPU, Metric.RATE, Metric.P50, Metric.P99,
			Metric.P999, Metric.ANSWERS, Metric.ANSWER_P50, Metric.ANSWER_MAX);

	private OperatedWorkloads() {
	}

	static List<Workload> all(Settings settings) {
		int many = Crowd.atMost(settings.many(20_000));
		int thousand = settings.many(1_000);
		return List.of(list(many), watched(many), scraped(thousand), counters(thousand));
	}

	private static Workload list(int sockets) {
		Map<Contender, Question> questions = new LinkedHashMap<>(lists());
		questions.put(OPERATED.when("the last 100"), Question.list("sort=bytes&offset=" + (sockets - 100)));
		questions.put(OPERATED.when("overview"), Question.other("/actuator/tcp"));
		questions.put(OPERATED.when("metrics"), Question.other("/actuator/prometheus"));
		return new AskedWorkload("list", "List of 100 out of %,d open sockets".formatted(sockets), questions,
				List.of("ask"), new Crowd(sockets), List.of(Metric.CPU, Metric.RATE, Metric.ANSWERS, Metric.ANSWER_P50,
						Metric.ANSWER_P99, Metric.ANSWER_MAX),
				List.of());
	}

	/** In each order, and with a filter that reads every address. */
	private static Map<Contender, Question> lists() {
		Map<Contender, Question> questions = new LinkedHashMap<>();
		for (String order : List.of("age", "idle", "pending", "bytes")) {
			questions.put(OPERATED.when("by " + order), Question.list("sort=" + order));
		}
		questions.put(OPERATED.when("filtered"), Question.list("sort=idle&remote=127.0.0."));
		return questions;
	}

	private static Workload watched(int sockets) {
		Map<Contender, Question> questions = new LinkedHashMap<>();
		questions.put(OPERATED, Question.NONE);
		questions.put(OPERATED.when("listed once a second"), Question.eachSecond(lists().values()));
		return new AskedWorkload("watched", "Ping-pong, 64 × 64 B, beside %,d open sockets".formatted(sockets),
				questions, Workloads.pingPong(64), new Crowd(sockets), ECHO_COLUMNS, List.of(Metric.CPU, Metric.P99));
	}

	/** All of them carry messages, so that what is counted is in no cache. */
	private static Workload scraped(int sockets) {
		Map<Contender, Question> questions = new LinkedHashMap<>();
		questions.put(new Contender("spring-bytebuf", Workloads.ECHO), Question.NONE);
		questions.put(OPERATED, Question.NONE);
		questions.put(OPERATED.when("scraped once a second"),
				Question.eachSecond(List.of(Question.other("/actuator/prometheus"))));
		questions.put(new Contender(Contender.TIMED, Workloads.ECHO), Question.NONE);
		return pingPong("scraped", sockets, questions);
	}

	private static Workload counters(int sockets) {
		Map<Contender, Question> questions = new LinkedHashMap<>();
		questions.put(new Contender(Contender.UNCOUNTED, Workloads.ECHO), Question.NONE);
		questions.put(new Contender("tcp-core", Workloads.ECHO), Question.NONE);
		return pingPong("counters", sockets, questions);
	}

	private static Workload pingPong(String name, int sockets, Map<Contender, Question> questions) {
		return new AskedWorkload(name, "Ping-pong, %,d × 64 B".formatted(sockets), questions,
				Workloads.pingPong(sockets), Crowd.none(), ECHO_COLUMNS, List.of(Metric.CPU));
	}

}
