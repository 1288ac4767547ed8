package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where, when and with what it was measured.
 *
 * @param settings what was asked for
 * @param started when the run began
 * @param lines what has to be known to repeat it
 */
record Machine(Settings settings, Instant started, List<String> lines) {

	/** Libraries whose version matters, by the name of their jar. */
	private static final List<String> LIBRARIES = List.of("netty-common", "netty-tcnative", "reactor-netty-core",
			"vertx-core", "spring-integration-ip", "spring-boot");

	static Machine describe(Settings settings, Home home, Jdk jdk, Tools tools)
			throws IOException, InterruptedException {
		Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		List<String> lines = new ArrayList<>();
		lines.add("When: " + now + ", commit " + commit(home));
		lines.add("Machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
				+ System.getProperty("os.name") + " " + System.getProperty("os.version") + ", load at start "
				+ Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
		lines.add("JVM: " + jdk.version() + " with `" + String.join(" ", jdk.flags()) + "`");
		lines.add("Libraries: " + libraries(home));
		lines.add("Tools: cc " + version("cc", "-dumpfullversion") + tool(tools, "bun") + tool(tools, "node"));
		lines.add("Rounds: %d of %s s, warm-up %s s".formatted(settings.rounds(), settings.seconds(),
				settings.warmUpSeconds()));
		return new Machine(settings, now, lines);
	}

	/** The commit, and whether something was changed since. */
	static String commit(Home home) throws InterruptedException {
		String module = home.module().toString();
		String commit = Shell.firstLine("git", "-C", module, "rev-parse", "--short=9", "HEAD").orElse("unknown");
		boolean changed = Shell.firstLine("git", "-C", module, "status", "--porcelain", "--untracked-files=no", ":/")
			.isPresent();
		return changed ? commit + "-changed" : commit;
	}

	private static String processor() throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
	}

	private static String libraries(Home home) throws IOException {
		try (Stream<Path> jars = Files.list(home.target("lib"))) {
			return jars.map((jar) -> jar.getFileName().toString().replaceAll("\\.jar$", ""))
				.filter((jar) -> LIBRARIES.stream().anyMatch((library) -> jar.matches(library + "[-a-z]*-\\d[^-]*")))
				.sorted()
				.collect(Collectors.joining(", "));
		}
	}

	private static String tool(Tools tools, String name) throws InterruptedException {
		Path tool = tools.path(name).orElse(null);
		return (tool != null) ? ", " + name + " " + version(tool.toString(), "--version") : "";
	}

	private static String version(String program, String option) throws InterruptedException {
		return Shell.firstLine(program, option).orElse("unknown");
	}

	@Override
	public String toString() {
		return "- " + String.join("\n- ", this.lines) + "\n";
	}

}
