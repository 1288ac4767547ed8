package io.tcpboot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpSocket;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Deaf;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients with real sockets, in a time that only the test moves.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReconnectingClientTests {

	private static final int NO_TIME_MILLIS = 0;

	private static final int STABLE_MILLIS = 30_000;

	private static final int MORE_THAN_THE_KERNEL_TAKES = 12 * 1024 * 1024;

	private final ManualDelays delays = new ManualDelays();

	private final AtomicInteger sessions = new AtomicInteger();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final SocketHandlers.Builder<Integer> handlers = SocketHandlers.<Integer>builder()
		.open((socket) -> socket.send("login " + socket.data()))
		.connectError((socket, cause) -> this.events.add(cause.kind() + " " + socket.data()))
		.discardData();

	@AutoClose
	private final TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();

	@AutoClose
	private ReconnectingClient<Integer> client = client(ManagedClientOptions.to(ClientOptions.to("localhost", 1)));

	private ReconnectingClient<Integer> client(ManagedClientOptions options) {
		return new ReconnectingClient<>(
				options, (target, totals) -> this.loop.connect(target, this.handlers.build(),
						this.sessions.incrementAndGet(), totals),
				this.delays, new OrderlyClose(this.delays, Duration.ofSeconds(20)), (closed) -> {
				});
	}

	private static ManagedClientOptions.Builder to(int... ports) {
		return ManagedClientOptions.builder()
			.name("feed")
			.reconnect(doubling())
			.targets(IntStream.of(ports).mapToObj((port) -> ClientOptions.to("localhost", port)).toList());
	}

	private static ExponentialBackOff doubling() {
		ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
		backOff.setMaxInterval(STABLE_MILLIS);
		return backOff;
	}

	private void start(ManagedClientOptions.Builder options) {
		this.client = client(options.build());
		this.client.start();
	}

	private void await(ClientState state) {
		Awaitility.await().until(() -> this.client.state() == state);
	}

	@Test
	void whenServerComesUpLaterTheClientConnects() throws Exception {
		int port;
		try (ClosedPort closed = new ClosedPort()) {
			port = closed.port();
			start(to(port));
			await(ClientState.WAITING);
		}
		try (TcpTestServer server = TcpTestServer.listen(port)) {
			this.delays.pass(500);
			server.accept().expect("login 2");
			await(ClientState.CONNECTED);
			assertThat(this.client.attempts()).isEqualTo(2);
			assertThat(this.client.lastFailure()).isInstanceOf(TcpConnectException.class);
		}
	}

	@Test
	void whenEachAttemptFailsItIsToldEachTimeWithFreshData() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			start(to(closed.port()));
			await(ClientState.WAITING);
			this.delays.pass(500);
			Awaitility.await().until(() -> this.delays.asked().size() == 2);
			assertThat(this.events).containsExactly("REFUSED 1", "REFUSED 2");
			assertThat(this.client.failures()).isEqualTo(2);
		}
	}

	@Test
	void whenConnectionIsLostItIsMadeAnew() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			TcpTestPeer peer = server.accept();
			await(ClientState.CONNECTED);
			peer.reset();
			await(ClientState.WAITING);
			assertThat(this.client.lastFailure()).hasMessageEndingWith("closed: RESET");
			this.delays.pass(500);
			server.accept().expect("login 2");
		}
	}

	@Test
	void whenNotConnectedNothingIsTaken() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			start(to(closed.port()));
			await(ClientState.WAITING);
			assertThat(this.client.send("hello")).isFalse();
			assertThat(this.client.write("hello")).isEqualTo(TcpSocket.CLOSED);
			assertThat(this.client.socket()).isNull();
		}
	}

	@Test
	void whenConnectedWhatIsSentArrives() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			TcpTestPeer peer = server.accept();
			await(ClientState.CONNECTED);
			assertThat(this.client.send("hello")).isTrue();
			assertThat(this.client.write("world")).isEqualTo(5);
			peer.expect("login 1helloworld");
		}
	}

	@Test
	void whenServerFlapsTheDelaysGrowUntilAConnectionLasts() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			for (int i = 0; i < 4; i++) {
				loseConnection(server, NO_TIME_MILLIS);
				this.delays.pass(STABLE_MILLIS);
			}
			loseConnection(server, STABLE_MILLIS);
			assertThat(this.delays.asked()).containsExactly(500L, 1000L, 2000L, 4000L, 500L);
		}
	}

	private void loseConnection(TcpTestServer server, int afterMillis) {
		try (TcpTestPeer peer = server.accept()) {
			await(ClientState.CONNECTED);
			this.delays.pass(afterMillis);
			peer.halfClose();
			await(ClientState.WAITING);
		}
	}

	@Test
	void whenConnectionLastsThereAreNoFailuresAnyMore() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			loseConnection(server, NO_TIME_MILLIS);
			this.delays.pass(500);
			await(ClientState.CONNECTED);
			assertThat(this.client.failures()).isOne();
			this.delays.pass(STABLE_MILLIS);
			assertThat(this.client.failures()).isZero();
		}
	}

	@Test
	void whenOneAddressRefusesTheNextIsTried() throws Exception {
		try (ClosedPort closed = new ClosedPort(); TcpTestServer server = TcpTestServer.listen()) {
			start(to(closed.port(), server.port()));
			await(ClientState.WAITING);
			assertThat(this.client.address()).isEqualTo("localhost:" + server.port());
			this.delays.pass(500);
			await(ClientState.CONNECTED);
		}
	}

	@Test
	void whenConnectionToASpareLastedItIsTriedFirst() throws Exception {
		try (ClosedPort closed = new ClosedPort(); TcpTestServer server = TcpTestServer.listen()) {
			start(to(closed.port(), server.port()));
			await(ClientState.WAITING);
			this.delays.pass(500);
			loseConnection(server, STABLE_MILLIS);
			assertThat(this.client.address()).isEqualTo("localhost:" + server.port());
		}
	}

	@Test
	void whenPeerHangsUpAtOnceTheNextAddressIsTried() {
		try (TcpTestServer flapping = TcpTestServer.listen(); TcpTestServer server = TcpTestServer.listen()) {
			start(to(flapping.port(), server.port()));
			loseConnection(flapping, NO_TIME_MILLIS);
			this.delays.pass(500);
			server.accept().expect("login 2");
		}
	}

	@Test
	void whenRetriesAreUsedUpItWaitsToBeAsked() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			start(to(closed.port()).reconnect(new FixedBackOff(100, 1)));
			CompletionStage<?> socket = this.client.connect();
			await(ClientState.WAITING);
			this.delays.pass(100);
			await(ClientState.GAVE_UP);
			assertThat(socket).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withCauseInstanceOf(TcpConnectException.class);
			assertThat(this.client.send("hello")).isFalse();
			assertThat(this.client.state()).isEqualTo(ClientState.GAVE_UP);
		}
	}

	@Test
	void whenItGaveUpConnectTriesAgain() throws Exception {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()).noReconnect());
			server.accept().reset();
			await(ClientState.GAVE_UP);
			CompletionStage<TcpSocket<Integer>> socket = this.client.connect();
			assertThat(socket.toCompletableFuture().get(10, TimeUnit.SECONDS).data()).isEqualTo(2);
		}
	}

	@Test
	void whenConnectingOnUseTheFirstUseConnects() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()).connectOnUse());
			assertThat(this.client.state()).isEqualTo(ClientState.IDLE);
			assertThat(this.client.send("lost")).isFalse();
			server.accept().expect("login 1");
		}
	}

	@Test
	void whenConnectedConnectGivesTheSocketThatIsThere() throws Exception {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			TcpSocket<Integer> socket = this.client.connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(this.client.connect()).isCompletedWithValue(socket);
			assertThat(this.client.socket()).isSameAs(socket);
		}
	}

	@Test
	void whenOpenFailsItIsAnAttemptThatFailed() throws Exception {
		this.handlers.open((socket) -> {
			throw new IllegalStateException("no password");
		}).error((socket, cause) -> this.events.add(cause.getMessage()));
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			await(ClientState.WAITING);
			assertThat(this.client.lastFailure()).hasMessage("no password");
			assertThat(this.client.failures()).isOne();
			assertThat(this.events).containsExactly("no password");
		}
	}

	@Test
	void whenAnAttemptCannotEvenBeginItIsOneThatFailed() {
		this.client = new ReconnectingClient<>(to(1).build(), (target, totals) -> {
			throw new NoClassDefFoundError("Driver");
		}, this.delays, new OrderlyClose(this.delays, Duration.ZERO), (closed) -> {
		});
		this.client.start();
		assertThat(this.client.state()).isEqualTo(ClientState.WAITING);
		assertThat(this.client.lastFailure()).hasMessage("Driver");
	}

	@Test
	void whenStoppedWhileWaitingNoAttemptFollows() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			start(to(closed.port()));
			await(ClientState.WAITING);
			CompletionStage<?> socket = this.client.connect();
			assertThat(this.client.stop()).isCompleted();
			this.delays.pass(STABLE_MILLIS);
			assertThat(this.client.attempts()).isOne();
			assertThat(socket).isCompletedExceptionally();
			assertThat(this.client.connect()).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(CancellationException.class)
				.withMessage("TCP client 'feed' is stopped");
		}
	}

	@Test
	void whenStoppedWhileConnectingTheAttemptIsCancelled() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			start(to(deaf.port()));
			assertThat(this.client.state()).isEqualTo(ClientState.CONNECTING);
			assertThat(this.client.stop()).isCompleted();
			Awaitility.await().until(() -> this.events.contains("CANCELLED 1"));
			assertThat(this.client.state()).isEqualTo(ClientState.STOPPED);
		}
	}

	@Test
	void whenStoppedWhileConnectedTheSocketClosesInOrder() throws Exception {
		this.handlers.shutdown((socket) -> socket.send("bye"));
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			TcpTestPeer peer = server.accept();
			await(ClientState.CONNECTED);
			CompletionStage<?> stopped = this.client.stop();
			assertThat(peer.readTextToEnd()).isEqualTo("login 1bye");
			peer.close();
			assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void whenSocketDoesNotCloseInTimeItIsReset() throws Exception {
		this.handlers.open((socket) -> socket.send(new byte[MORE_THAN_THE_KERNEL_TAKES]));
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			TcpTestPeer peer = server.accept();
			await(ClientState.CONNECTED);
			CompletionStage<?> stopped = this.client.stop();
			this.delays.pass(20_000);
			assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
			peer.expectReset();
		}
	}

	@Test
	void whenStartedAgainItConnectsAgain() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			server.accept().close();
			await(ClientState.WAITING);
			this.client.stop();
			this.client.start();
			server.accept().expect("login 2");
		}
	}

	@Test
	void whenTroubleLastsItIsSummedUp(CapturedOutput output) throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			start(to(closed.port()));
			List<String> lines = new ArrayList<>();
			for (int i = 1; i <= 8; i++) {
				int failures = i;
				Awaitility.await().until(() -> this.delays.asked().size() == failures);
				if (i < 8) {
					this.delays.pass(500L << (i - 1));
				}
			}
			output.getOut()
				.lines()
				.filter((line) -> line.contains(" WARN ") && line.contains("localhost:" + closed.port()))
				.forEach(lines::add);
			assertThat(lines).hasSize(2);
			assertThat(lines.get(0)).endsWith("TCP client 'feed' is not connected: Cannot connect to localhost:"
					+ closed.port() + ": connection refused; next attempt in 500 ms");
			assertThat(lines.get(1)).endsWith("(and 6 more like it before)");
		}
	}

	@Test
	void whenTroubleIsOverItIsSaidOnce(CapturedOutput output) throws Exception {
		((Logger) LoggerFactory.getLogger(ManagedClient.class)).setLevel(Level.INFO);
		try (TcpTestServer server = TcpTestServer.listen()) {
			start(to(server.port()));
			loseConnection(server, NO_TIME_MILLIS);
			this.delays.pass(500);
			loseConnection(server, NO_TIME_MILLIS);
			this.delays.pass(1000);
			await(ClientState.CONNECTED);
			String line = "TCP client 'feed' is connected to localhost:" + server.port();
			assertThat(output.getOut().lines().filter((printed) -> printed.endsWith(line))).hasSize(2);
		}
	}

}
