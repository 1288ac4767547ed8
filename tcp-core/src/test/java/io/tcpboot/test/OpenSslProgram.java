package io.tcpboot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The real {@code openssl}.
 */
public final class OpenSslProgram implements AutoCloseable {

	private static final Pattern ACCEPTS = Pattern.compile("ACCEPT \\S+:(\\d+)\\s");

	private final Process process;

	private final StringBuffer printed = new StringBuffer();

	private final Thread reader;

	private OpenSslProgram(List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("openssl"));
		command.addAll(arguments);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.reader = new Thread(this::read, "openssl-output");
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start a client, which sends what it is told.
	 */
	public static OpenSslProgram client(int port, String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("s_client", "-connect", "localhost:" + port));
		all.addAll(List.of(arguments));
		return new OpenSslProgram(all);
	}

	/**
	 * Start a server on any port, which sends what it is told.
	 */
	public static OpenSslProgram server(String... arguments) throws IOException {
		List<String> all = new ArrayList<>(List.of("s_server", "-accept", "localhost:0"));
		all.addAll(List.of(arguments));
		return new OpenSslProgram(all);
	}

	/**
	 * The port of a server.
	 */
	public int port() {
		Matcher matcher = ACCEPTS.matcher(this.printed);
		until(() -> matcher.reset(this.printed).find(), "no port");
		return Integer.parseInt(matcher.group(1));
	}

	/**
	 * Everything that it has printed so far.
	 */
	public String printed() {
		return this.printed.toString();
	}

	/**
	 * Run it to its end.
	 * @return what it has printed
	 */
	public static String run(String input, String... arguments) {
		try (OpenSslProgram program = new OpenSslProgram(List.of(arguments))) {
			program.tell(input);
			program.process.getOutputStream().close();
			return program.awaitEnd();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void read() {
		try (InputStream out = this.process.getInputStream()) {
			byte[] bytes = new byte[4096];
			for (int length = out.read(bytes); length >= 0; length = out.read(bytes)) {
				this.printed.append(new String(bytes, 0, length));
			}
		}
		catch (IOException ex) {
			this.printed.append(ex);
		}
	}

	public OpenSslProgram tell(String text) throws IOException {
		OutputStream in = this.process.getOutputStream();
		in.write(text.getBytes());
		in.flush();
		return this;
	}

	public OpenSslProgram await(String text) {
		until(() -> this.printed.indexOf(text) >= 0, "no '" + text + "'");
		return this;
	}

	/**
	 * Wait for its end.
	 * @return what it has printed
	 */
	public String awaitEnd() {
		until(() -> !this.process.isAlive() && !this.reader.isAlive(), "no end");
		return this.printed.toString();
	}

	private void until(Callable<Boolean> condition, String otherwise) {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new AssertionError(otherwise + " in " + this.printed, ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
