package io.tcpboot.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A server that runs, in a process of its own.
 */
final class PeerProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

	private static final String READY = "READY ";

	private static final String UNSUPPORTED = "UNSUPPORTED";

	private final Process process;

	/** Where it serves, and what answers over HTTP, if anything does. */
	private final int[] ports;

	/** Kinds of load that it has seen, and has compiled its code for. */
	private final Set<String> seen = new HashSet<>();

	private PeerProcess(Process process, int[] ports) {
		this.process = process;
		this.ports = ports;
	}

	/** Returns once the server takes connections. */
	static PeerProcess start(List<String> command, File log)
			throws IOException, InterruptedException, UnavailableException {
		Process process = new ProcessBuilder(command).redirectError(log).start();
		try {
			String answer = answer(process);
			if (answer.startsWith(READY)) {
				return new PeerProcess(process, ports(answer.substring(READY.length())));
			}
			throw new UnavailableException(answer.startsWith(UNSUPPORTED)
					? answer.substring(UNSUPPORTED.length()).strip() : "did not start, see " + log);
		}
		catch (UnavailableException | InterruptedException ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	private static int[] ports(String text) {
		return Stream.of(text.strip().split(" ")).mapToInt(Integer::parseInt).toArray();
	}

	private static String answer(Process process) throws InterruptedException, UnavailableException {
		CompletableFuture<String> answer = new CompletableFuture<>();
		Thread reader = new Thread(() -> read(process, answer), "peer-" + process.pid());
		reader.setDaemon(true);
		reader.start();
		try {
			return answer.get(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new UnavailableException("was not ready in " + START_TIMEOUT.toSeconds() + " s");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Reads to the end, so that a talkative server never blocks. */
	private static void read(Process process, CompletableFuture<String> answer) {
		try (BufferedReader reader = process.inputReader()) {
			reader.lines()
				.filter((line) -> line.startsWith(READY) || line.startsWith(UNSUPPORTED))
				.forEach(answer::complete);
		}
		catch (IOException | UncheckedIOException ex) {
			// The process ended.
		}
		answer.complete("");
	}

	int port() {
		return this.ports[0];
	}

	/** Where it is asked over HTTP. */
	OptionalInt httpPort() {
		return IntStream.of(this.ports).skip(1).findFirst();
	}

	long pid() {
		return this.process.pid();
	}

	/** Whether this kind of load is new to it; only the first time. */
	boolean isNewTo(String load) {
		return this.seen.add(load);
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	double rssMebibytes() {
		try (Stream<String> lines = Files.lines(proc("status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
				.sum() / 1024.0;
		}
		catch (IOException ex) {
			return Double.NaN;
		}
	}

	/**
	 * Processor time of the threads that are alive, from the scheduler: exact, where
	 * {@code /proc/PID/stat} counts in 10 ms.
	 */
	long cpuNanos() {
		try (Stream<Path> threads = Files.list(proc("task"))) {
			return threads.mapToLong(PeerProcess::threadNanos).sum();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static long threadNanos(Path thread) {
		try {
			String times = Files.readString(thread.resolve("schedstat"));
			return Long.parseLong(times.substring(0, times.indexOf(' ')));
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private Path proc(String file) {
		return Path.of("/proc", Long.toString(pid()), file);
	}

	/** Ends it at once: a server under measurement has nothing to say goodbye to. */
	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
