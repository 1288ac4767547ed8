package io.tcpboot.autoconfigure.devtools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends numbers and looks at the answers: after one greeting, each number has to come
 * back once and in order, together with how many numbers the server has counted.
 */
final class NumberedClient implements AutoCloseable {

	private final String name;

	private final Socket socket;

	private final OutputStream out;

	private final Thread reader;

	// Of the thread that sends.
	private volatile int sent;

	private String half = "";

	// Of the thread that reads.
	private volatile int answered;

	private volatile String version = "";

	private volatile long longestStallNanos;

	private volatile Throwable failure;

	NumberedClient(String name, Socket socket) throws IOException {
		this.name = name;
		this.socket = socket;
		this.out = socket.getOutputStream();
		this.reader = new Thread(this::read, name);
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Send the next number, every other one to its middle only.
	 */
	void begin() {
		String message = "number " + this.sent + "\n";
		int end = (this.sent % 2 == 0) ? message.length() : message.length() / 2;
		this.half = message.substring(end);
		this.sent = this.sent + 1;
		send(message.substring(0, end));
	}

	/**
	 * Send what is missing of the number.
	 */
	void complete() {
		send(this.half);
		this.half = "";
	}

	private void send(String text) {
		if (this.failure != null || text.isEmpty()) {
			return;
		}
		try {
			this.out.write(text.getBytes(StandardCharsets.US_ASCII));
			this.out.flush();
		}
		catch (IOException ex) {
			this.failure = ex;
		}
	}

	private void read() {
		try {
			BufferedReader in = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(in.readLine()).isEqualTo("welcome");
			long last = System.nanoTime();
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				long now = System.nanoTime();
				this.longestStallNanos = Math.max(this.longestStallNanos, now - last);
				last = now;
				answer(line);
			}
			throw new IOException("ended by the server after " + this.answered + " answers");
		}
		catch (IOException | AssertionError ex) {
			if (this.failure == null) {
				this.failure = ex;
			}
		}
	}

	/**
	 * Number, what was counted, and the version of the handler.
	 */
	private void answer(String line) {
		int next = this.answered;
		assertThat(line).startsWith(next + " " + (next + 1) + " ");
		this.version = line.substring(line.lastIndexOf(' ') + 1);
		this.answered = next + 1;
	}

	int sent() {
		return this.sent;
	}

	int answered() {
		check();
		return this.answered;
	}

	String version() {
		check();
		return this.version;
	}

	void check() {
		if (this.failure != null) {
			throw new AssertionError(this.name + " after " + this.answered + " answers", this.failure);
		}
	}

	/**
	 * Return the longest time between two answers since this was last asked.
	 */
	long takeLongestStallNanos() {
		long longest = this.longestStallNanos;
		this.longestStallNanos = 0;
		return longest;
	}

	@Override
	public void close() throws IOException {
		this.failure = new IOException("closed by the test");
		this.socket.close();
	}

}
