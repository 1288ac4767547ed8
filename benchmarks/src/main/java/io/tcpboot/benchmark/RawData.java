package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every sample of every round, as comma-separated values, written as it comes.
 */
final class RawData {

	private final Path file;

	RawData(Path file) throws IOException {
		this.file = file;
		Files.writeString(file,
				"workload,peer,mode,condition,round," + row((metric) -> metric.name().toLowerCase(Locale.ROOT)) + "\n");
	}

	void add(Workload workload, Contender contender, int round, Sample sample) throws IOException {
		String key = String.join(",", workload.name(), contender.peer(), contender.mode(), contender.condition(),
				Integer.toString(round));
		Files.writeString(this.file, key + "," + row((metric) -> value(sample.get(metric))) + "\n",
				StandardOpenOption.APPEND);
	}

	private static String row(Function<Metric, String> cell) {
		return Arrays.stream(Metric.values()).map(cell).collect(Collectors.joining(","));
	}

	private static String value(double value) {
		return Double.isNaN(value) ? "" : Double.toString(value);
	}

}
