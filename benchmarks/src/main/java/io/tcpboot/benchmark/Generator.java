package io.tcpboot.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The load generator, a program in C on a core of its own.
 */
final class Generator {

	private static final String CORE = "1";

	/**
	 * A run that takes so much longer than its window is stuck; it gives up on silence by
	 * itself after 10 s.
	 */
	private static final long GRACE_SECONDS = 60;

	private final Home home;

	Generator(Home home) {
		this.home = home;
	}

	/** One window, measured from its first to its last message. */
	Measurement run(PeerProcess server, List<String> arguments, double warmUpSeconds, double seconds)
			throws IOException, InterruptedException {
		List<String> timed = new ArrayList<>(arguments);
		timed.addAll(List.of("--warmup", text(warmUpSeconds), "--seconds", text(seconds)));
		Process process = start(server, timed);
		try {
			process.getOutputStream().close();
			return finish(process, warmUpSeconds + seconds);
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Opens connections and holds them until it is told to report. */
	Held hold(PeerProcess server, List<String> arguments) throws IOException, InterruptedException {
		Process process = start(server, arguments);
		BufferedReader output = process.inputReader();
		String line = output.readLine();
		while (line != null && !line.equals("HOLDING")) {
			line = output.readLine();
		}
		if (line == null) {
			finish(process, 0);
			throw new IOException("the generator held nothing");
		}
		return new Held(process);
	}

	private Process start(PeerProcess server, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("taskset", "-c", CORE, this.home.target("load").toString()));
		command.addAll(arguments);
		command.addAll(List.of("--port", Integer.toString(server.port()), "--pid", Long.toString(server.pid())));
		return new ProcessBuilder(command).redirectError(log()).start();
	}

	private Measurement finish(Process process, double seconds) throws IOException, InterruptedException {
		if (!process.waitFor((long) seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("the generator is stuck");
		}
		if (process.exitValue() != 0) {
			throw new IOException(Files.readString(log().toPath()).strip().replaceAll("\\s*\n\\s*", "; "));
		}
		return Measurement.parse(process.inputReader().lines().toList());
	}

	private File log() throws IOException {
		return this.home.folder("target/logs").resolve("load.log").toFile();
	}

	private static String text(double seconds) {
		return String.format(Locale.ROOT, "%.2f", seconds);
	}

	/**
	 * Connections that are open and will stay so.
	 */
	static final class Held implements AutoCloseable {

		private final Process process;

		private Held(Process process) {
			this.process = process;
		}

		/** The generator ends when one of them is closed. */
		void expectAlive() throws IOException {
			if (!this.process.isAlive()) {
				throw new IOException("a connection that was held is closed");
			}
		}

		@Override
		public void close() throws IOException {
			try (OutputStream input = this.process.getOutputStream()) {
				input.write('\n');
				input.flush();
				this.process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				this.process.destroyForcibly();
			}
		}

	}

}
