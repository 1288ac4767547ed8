package io.tcpboot.test;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * Another JVM, for what one JVM cannot show of itself: its end, its limits, another class
 * path. It runs a main class of the tests, prints lines, and is told lines.
 */
public final class ChildJvm implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final Process process;

	private final PrintStream in;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Thread reader;

	private ChildJvm(Builder builder, String main, String[] args) throws IOException {
		this.process = new ProcessBuilder(builder.command(main, args)).redirectErrorStream(true).start();
		this.in = new PrintStream(this.process.getOutputStream(), true);
		this.reader = new Thread(this::read, "child-jvm-output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	public static Builder builder() {
		return new Builder();
	}

	private void read() {
		try (BufferedReader out = this.process.inputReader()) {
			// Newer JVMs warn of what native libraries do.
			out.lines().filter((line) -> !line.isEmpty() && !line.startsWith("WARNING: ")).forEach(this.lines::add);
		}
		catch (IOException | RuntimeException ex) {
			this.lines.add(ex.toString());
		}
	}

	/**
	 * Wait for a line that begins like this, and return the rest of it.
	 */
	public String await(String prefix) {
		return await(prefix, 0);
	}

	/**
	 * Wait for a line that begins like this, among those from a number on, and return the
	 * rest of it.
	 */
	public String await(String prefix, int from) {
		until(() -> !found(prefix, from).isEmpty(), "no '" + prefix + "'");
		return found(prefix, from).get(0).substring(prefix.length());
	}

	/**
	 * Return whether such a line comes in time.
	 */
	public boolean has(String prefix, int from, Duration time) {
		try {
			Awaitility.await()
				.atMost(time)
				.pollInterval(5, TimeUnit.MILLISECONDS)
				.until(() -> !found(prefix, from).isEmpty());
			return true;
		}
		catch (org.awaitility.core.ConditionTimeoutException ex) {
			return false;
		}
	}

	private List<String> found(String prefix, int from) {
		return this.lines.stream().skip(from).filter((line) -> line.startsWith(prefix)).toList();
	}

	/**
	 * Tell it a line, and wait for a new line that begins with the answer.
	 * @return the rest of the answer
	 */
	public String ask(String line, String answer) {
		int from = this.lines.size();
		tell(line);
		return await(answer, from);
	}

	public void tell(String line) {
		this.in.println(line);
	}

	/**
	 * Return everything it has printed so far.
	 */
	public List<String> lines() {
		return this.lines;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Return how long it has kept processors busy so far.
	 */
	public Duration cpuTime() {
		return this.process.info().totalCpuDuration().orElseThrow();
	}

	/**
	 * Wait for its end.
	 * @return everything it has printed
	 */
	public List<String> awaitEnd() {
		int exit = awaitExit();
		if (exit != 0) {
			throw new AssertionError("exit " + exit + " after " + this.lines);
		}
		return this.lines;
	}

	/**
	 * Wait for its end, however it ends.
	 * @return the exit code
	 */
	public int awaitExit() {
		until(() -> !this.process.isAlive() && !this.reader.isAlive(), "no end");
		return this.process.exitValue();
	}

	/**
	 * Send it a SIGTERM, and do not wait.
	 */
	public void terminate() {
		// The process itself would close its streams, too.
		this.process.toHandle().destroy();
	}

	private void until(java.util.concurrent.Callable<Boolean> condition, String otherwise) {
		try {
			Awaitility.await().atMost(DEADLINE).pollInterval(5, TimeUnit.MILLISECONDS).until(condition);
		}
		catch (org.awaitility.core.ConditionTimeoutException ex) {
			throw new AssertionError(otherwise + " in " + this.lines, ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * Collects what is special about it.
	 */
	public static final class Builder {

		private final List<String> options = new ArrayList<>();

		private final List<String> classPath = new ArrayList<>();

		private Predicate<String> inherited = (entry) -> true;

		private int descriptors;

		/**
		 * Add an option of the JVM.
		 */
		public Builder option(String option) {
			this.options.add(option);
			return this;
		}

		/**
		 * Leave out what is not wanted on the class path.
		 */
		public Builder classPath(Predicate<String> wanted) {
			this.inherited = wanted;
			return this;
		}

		/**
		 * Put a folder or jar on the class path, before what is there already.
		 */
		public Builder classPath(Path first) {
			this.classPath.add(0, first.toString());
			return this;
		}

		/**
		 * Give it so many file descriptors and no more.
		 */
		public Builder descriptors(int descriptors) {
			this.descriptors = descriptors;
			return this;
		}

		public ChildJvm run(Class<?> main, String... args) throws IOException {
			return run(main.getName(), args);
		}

		/**
		 * Run a class that is not one of the tests.
		 */
		public ChildJvm run(String main, String... args) throws IOException {
			return new ChildJvm(this, main, args);
		}

		private List<String> command(String main, String[] args) {
			List<String> command = new ArrayList<>();
			if (this.descriptors > 0) {
				command.addAll(List.of("sh", "-c", "ulimit -n " + this.descriptors + " && exec \"$@\"", "sh"));
			}
			command.add(System.getProperty("java.home") + "/bin/java");
			command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp", classPath()));
			String transport = System.getProperty("tcp.test.transport");
			if (transport != null) {
				command.add("-Dtcp.test.transport=" + transport);
			}
			command.addAll(this.options);
			command.add(main);
			command.addAll(List.of(args));
			return command;
		}

		private String classPath() {
			Stream<String> inherited = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
				.splitAsStream(System.getProperty("java.class.path"))
				.filter(this.inherited);
			return Stream.concat(this.classPath.stream(), inherited).collect(Collectors.joining(File.pathSeparator));
		}

	}

}
