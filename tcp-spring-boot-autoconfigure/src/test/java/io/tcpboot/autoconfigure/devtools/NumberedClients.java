package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/**
 * Clients that all send a number every ten milliseconds, every other one of them in two
 * halves.
 */
final class NumberedClients implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final List<NumberedClient> clients = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);

	NumberedClients() {
		this.timer.scheduleAtFixedRate(() -> this.clients.forEach(NumberedClient::begin), 5, 10, TimeUnit.MILLISECONDS);
		this.timer.scheduleAtFixedRate(() -> this.clients.forEach(NumberedClient::complete), 10, 10,
				TimeUnit.MILLISECONDS);
	}

	void add(String name, Socket socket) throws IOException {
		socket.setTcpNoDelay(true);
		this.clients.add(new NumberedClient(name, socket));
	}

	/**
	 * Wait until all are answered by a version of the handlers.
	 */
	void awaitVersion(String version) {
		Awaitility.await("version " + version)
			.atMost(DEADLINE)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> this.clients.stream().allMatch((client) -> client.version().equals(version)));
	}

	/**
	 * Send no more, and wait until all have their answers.
	 */
	void finish() throws InterruptedException {
		this.timer.shutdown();
		this.timer.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		this.clients.forEach(NumberedClient::complete);
		Awaitility.await("all answers")
			.atMost(DEADLINE)
			.until(() -> this.clients.stream().allMatch((client) -> client.answered() == client.sent()));
	}

	int answered() {
		return this.clients.stream().mapToInt(NumberedClient::answered).sum();
	}

	/**
	 * Return the longest time that one of them had to wait since this was last asked.
	 */
	Duration takeLongestStall() {
		return Duration
			.ofNanos(this.clients.stream().mapToLong(NumberedClient::takeLongestStallNanos).max().orElseThrow());
	}

	@Override
	public void close() throws IOException {
		this.timer.shutdownNow();
		for (NumberedClient client : this.clients) {
			client.close();
		}
	}

}
