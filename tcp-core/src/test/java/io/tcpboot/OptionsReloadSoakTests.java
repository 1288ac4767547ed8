package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener moves from port to port while clients connect all the time. Who finds a
 * closed port tries again, as clients do; who has connected is answered.
 */
class OptionsReloadSoakTests {

	private static final int CLIENTS = 50;

	private static final int RELOADS = 100;

	/**
	 * Whoever is connected by the kernel between the last look at the backlog and the
	 * close is reset by it. Of 200 000 it was nobody.
	 */
	private static final int UNLUCKY = 2;

	private final AtomicLong answered = new AtomicLong();

	private final Queue<IOException> lost = new ConcurrentLinkedQueue<>();

	private volatile boolean enough;

	@Test
	void whenMovedWhileClientsConnectNobodyIsLost() throws Exception {
		SocketHandlers<String> echo = SocketHandlers.<String>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		try (TcpListener<String> listener = TestLoop.listen(echo)) {
			int home = listener.port();
			listener.reload(TestLoop.anyPort().port(home).build());
			CompletableFuture<?>[] clients = Stream.generate(() -> start(listener))
				.limit(CLIENTS)
				.toArray(CompletableFuture[]::new);
			int atHome = 0;
			for (int i = 0; i < RELOADS; i++) {
				awaitProgress();
				atHome += move(listener, home);
			}
			this.enough = true;
			Stages.get(CompletableFuture.allOf(clients));
			assertThat(atHome).isPositive();
			assertThat(this.lost).hasSizeLessThanOrEqualTo(UNLUCKY);
			assertThat(listener.accepted()).isEqualTo(this.answered.get());
		}
	}

	private void awaitProgress() {
		long before = this.answered.get();
		Events.until(() -> this.answered.get() > before + CLIENTS);
	}

	/**
	 * Leave home, or go back unless a client has the port by now.
	 * @return how often it came home
	 */
	private static int move(TcpListener<?> listener, int home) {
		int port = listener.port();
		if (port != home) {
			try {
				listener.reload(TestLoop.anyPort().port(home).build());
				return 1;
			}
			catch (TcpBindException ex) {
				assertThat(listener.port()).isEqualTo(port);
			}
		}
		listener.reload(TestLoop.anyPort().port(port).build());
		listener.reload(TestLoop.anyPort().build());
		assertThat(listener.port()).isNotEqualTo(port);
		return 0;
	}

	private CompletableFuture<Void> start(TcpListener<?> listener) {
		return CompletableFuture.runAsync(() -> connectAgainAndAgain(listener), (task) -> new Thread(task).start());
	}

	private void connectAgainAndAgain(TcpListener<?> listener) {
		while (!this.enough) {
			try (Peer peer = Peer.connect(listener.port())) {
				ask(peer);
			}
			catch (ConnectException ex) {
				// The port was yesterday's.
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void ask(Peer peer) throws IOException {
		try {
			assertThat(peer.send("x").readText(1)).isEqualTo("x");
			this.answered.incrementAndGet();
			peer.reset();
		}
		catch (IOException ex) {
			this.lost.add(ex);
		}
	}

}
