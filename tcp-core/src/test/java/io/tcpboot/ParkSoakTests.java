package io.tcpboot;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener is parked while another thread moves it from port to port, and while clients
 * connect all the time: none of its handlers is called before it goes on, wherever the
 * connection came in, and then everyone is answered.
 */
class ParkSoakTests {

	private static final int CLIENTS = 8;

	private static final int ROUNDS = 60;

	private static final ReloadableTls TLS = TestTls.server(TlsProvider.JDK);

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong moves = new AtomicLong();

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean quiet = new AtomicBoolean();

	private volatile boolean enough;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenParkedWhileItsOptionsAreReloadedNoHandlerIsCalled(boolean tls) throws Exception {
		SocketHandlers<String> echo = SocketHandlers.<String>builder()
			.open((socket) -> called("open"))
			.data((socket, bytes) -> {
				called("data");
				socket.send(bytes);
			})
			.close((socket, reason) -> called("close"))
			.build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options(tls).build(), echo)) {
			CompletableFuture<?>[] others = Stream
				.concat(Stream.generate(() -> start(() -> ask(listener, tls))).limit(CLIENTS),
						Stream.of(start(() -> move(listener, tls))))
				.toArray(CompletableFuture[]::new);
			for (int round = 0; round < ROUNDS; round++) {
				park(listener);
			}
			this.enough = true;
			Stages.get(CompletableFuture.allOf(others));
			assertThat(this.failures).isEmpty();
		}
	}

	private static ServerOptions.Builder options(boolean tls) {
		ServerOptions.Builder options = TestLoop.anyPort();
		return (tls) ? options.tls(TLS) : options;
	}

	private void called(String event) {
		if (this.quiet.get()) {
			this.failures.add(new AssertionError(event + " while parked"));
		}
	}

	private void park(TcpListener<?> listener) throws Exception {
		long answeredBefore = this.answered.get();
		Events.until(() -> this.answered.get() > answeredBefore || this.enough);
		Stages.get(listener.park());
		this.quiet.set(true);
		long movesBefore = this.moves.get();
		Events.until(() -> this.moves.get() > movesBefore + 1 || this.enough);
		TestLoop.settle();
		this.quiet.set(false);
		listener.unpark();
	}

	private void move(TcpListener<?> listener, boolean tls) {
		listener.reload(options(tls).port(listener.port()).build());
		listener.reload(options(tls).build());
		this.moves.incrementAndGet();
	}

	private void ask(TcpListener<?> listener, boolean tls) throws Exception {
		try (Peer peer = connect(listener, tls)) {
			assertThat(peer.send("x").readText(1)).isEqualTo("x");
			this.answered.incrementAndGet();
		}
		catch (IOException ex) {
			// The port was yesterday's, or closes in this moment.
		}
	}

	private static Peer connect(TcpListener<?> listener, boolean tls) throws Exception {
		Peer plain = Peer.connect(listener.port());
		return (tls) ? TlsPeer.upgrade(plain) : plain;
	}

	private CompletableFuture<Void> start(Hammer.Task task) {
		return CompletableFuture.runAsync(() -> {
			try {
				while (!this.enough) {
					task.run();
				}
			}
			catch (Throwable ex) {
				this.failures.add(ex);
				this.enough = true;
			}
		}, (runnable) -> new Thread(runnable).start());
	}

}
