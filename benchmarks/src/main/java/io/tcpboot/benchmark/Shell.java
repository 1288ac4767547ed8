package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Other people's programs, run to their end.
 */
final class Shell {

	private Shell() {
	}

	/** The program of that name in the search path. */
	static Optional<Path> find(String program) {
		return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/** What the program says, error messages included. Fails when the program does. */
	static String run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IOException(String.join(" ", command) + ": " + output);
		}
		return output;
	}

	/** The first line of what the program says, or nothing when it fails. */
	static Optional<String> firstLine(String... command) throws InterruptedException {
		try {
			return run(List.of(command)).lines().findFirst();
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
