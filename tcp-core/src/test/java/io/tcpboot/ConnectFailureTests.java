package io.tcpboot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Deaf;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are not made: why, how soon, and who is told.
 */
class ConnectFailureTests {

	private final Events events = new Events();

	@AutoClose
	private final ClosedPort closed = new ClosedPort();

	ConnectFailureTests() throws Exception {
	}

	private static ClientOptions.Builder to(String host, int port) {
		return ClientOptions.builder().host(host).port(port);
	}

	private CompletableFuture<TcpSocket<String>> connect(ClientOptions.Builder options) {
		return TestLoop.LOOP.connect(options.build(), this.events.handlers().build());
	}

	private TcpConnectException failure(ClientOptions.Builder options) {
		return (TcpConnectException) Stages.failure(connect(options));
	}

	@Test
	@DisplayName("B17 a closed port calls connectError once and nothing else, and fails the future with the same cause")
	void whenPortIsClosedConnectErrorIsTold() throws Exception {
		CompletableFuture<TcpSocket<String>> tried = new CompletableFuture<>();
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		SocketHandlers<String> handlers = this.events.handlers().connectError((socket, cause) -> {
			this.events.add("connectError");
			tried.complete(socket);
			told.complete(cause);
		}).build();
		Throwable failure = Stages
			.failure(TestLoop.LOOP.connect(ClientOptions.to("localhost", this.closed.port()), handlers));
		TestLoop.settle(Stages.get(tried));
		assertThat(told).isCompletedWithValue(failure);
		assertThat(this.events.all()).containsExactly("connectError");
	}

	@Test
	@DisplayName("B18 refused, with host and port")
	void whenPortIsClosedTheKindIsRefused() {
		TcpConnectException failure = failure(to("localhost", this.closed.port()));
		assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.REFUSED);
		assertThat(failure.host()).isEqualTo("localhost");
		assertThat(failure.port()).isEqualTo(this.closed.port());
		assertThat(failure).hasMessage("Cannot connect to localhost:" + this.closed.port() + ": connection refused")
			.hasCauseInstanceOf(IOException.class);
	}

	@Test
	@DisplayName("B18 unknown host")
	void whenHostIsUnknownTheKindSaysSo() {
		assertThat(failure(to("no such host", 1)).kind()).isEqualTo(TcpConnectException.Kind.UNKNOWN_HOST);
		assertThat(failure(to("::1%nosuch", 1)).kind()).isEqualTo(TcpConnectException.Kind.UNKNOWN_HOST);
		assertThat(this.events.all()).containsOnly("connectError UNKNOWN_HOST");
	}

	@Test
	@DisplayName("B18 timed out")
	void whenPeerDoesNotAcceptTheKindIsTimedOut() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			TcpConnectException failure = failure(to("localhost", deaf.port()).connectTimeout(Duration.ofMillis(50)));
			assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.TIMED_OUT);
			assertThat(this.events.all()).containsExactly("connectError TIMED_OUT");
		}
	}

	@Test
	@DisplayName("B18 unreachable")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there the broadcast address of loopback is unreachable")
	void whenThereIsNoWayTheKindIsUnreachable() {
		assertThat(failure(to("127.255.255.255", 1)).kind()).isEqualTo(TcpConnectException.Kind.UNREACHABLE);
	}

	@Test
	@DisplayName("B18 B27 a local address that is taken")
	void whenLocalAddressIsTakenTheKindSaysSo() throws Exception {
		try (ClosedPort taken = new ClosedPort()) {
			TcpConnectException failure = failure(to("localhost", this.closed.port()).localAddress(taken.address()));
			assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.LOCAL_ADDRESS);
		}
	}

	@Test
	@DisplayName("B18 a local address that is not one of this machine")
	void whenLocalAddressIsForeignTheKindSaysSo() throws Exception {
		InetSocketAddress foreign = new InetSocketAddress(InetAddress.getByName("240.0.0.1"), 0);
		TcpConnectException failure = failure(to("localhost", this.closed.port()).localAddress(foreign));
		assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.LOCAL_ADDRESS);
	}

	@Test
	@DisplayName("B22 the data given to connect is there in connectError")
	void whenDataIsGivenConnectErrorSeesIt() {
		SocketHandlers<String> handlers = this.events.handlers()
			.connectError((socket, cause) -> this.events.add("failed with " + socket.data()))
			.build();
		Stages.failure(TestLoop.LOOP.connect(to("localhost", this.closed.port()).build(), handlers, "data"));
		assertThat(this.events.all()).containsExactly("failed with data");
	}

	@Test
	@DisplayName("B21 when open fails, error runs, then close, and the future fails too")
	void whenOpenFailsTheFutureFails() {
		IllegalStateException thrown = new IllegalStateException("no");
		Events server = new Events();
		try (TcpListener<String> listener = TestLoop.listen(server.handlers().build())) {
			Throwable failure = Stages.failure(TestLoop.LOOP.connect(to("localhost", listener.port()).build(),
					this.events.handlers().open((socket) -> {
						throw thrown;
					}).build()));
			assertThat(failure).isSameAs(thrown);
			assertThat(this.events.awaitClose()).containsExactly("error no", "close HANDLER_FAILURE");
			assertThat(server.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B23 what connectError throws replaces the cause, which is kept as suppressed")
	void whenConnectErrorThrowsTheFutureFailsWithThat() {
		IllegalStateException thrown = new IllegalStateException("mine");
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		Throwable failure = Stages.failure(TestLoop.LOOP.connect(to("localhost", this.closed.port()).build(),
				this.events.handlers().connectError((socket, cause) -> {
					told.complete(cause);
					throw thrown;
				}).build()));
		assertThat(failure).isSameAs(thrown).hasSuppressedException(Stages.get(told));
	}

	@Test
	@DisplayName("B23 connectError may throw what it was given")
	void whenConnectErrorRethrowsTheCauseStays() {
		Throwable failure = Stages.failure(TestLoop.LOOP.connect(to("localhost", this.closed.port()).build(),
				this.events.handlers().connectError((socket, cause) -> {
					throw cause;
				}).build()));
		assertThat(failure).isInstanceOf(TcpConnectException.class).hasNoSuppressedExceptions();
	}

	@Test
	@DisplayName("B24 connectTimeout ends the attempt in time, and not before")
	void whenPeerDoesNotAcceptTheAttemptEndsInTime() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			ClientOptions.Builder options = to("localhost", deaf.port()).connectTimeout(Duration.ofMillis(100));
			// The best of some, as the machine may be busy with something else.
			long bestMillis = Long.MAX_VALUE;
			for (int i = 0; i < 10 && bestMillis > 200; i++) {
				long start = System.nanoTime();
				failure(options);
				long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
				assertThat(millis).isGreaterThanOrEqualTo(99);
				bestMillis = Math.min(bestMillis, millis);
			}
			assertThat(bestMillis).isLessThanOrEqualTo(200);
		}
	}

	@Test
	@DisplayName("B24 an attempt that timed out leaves no descriptor")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
	void whenTimedOutTheKernelForgetsIt() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			failure(to("localhost", deaf.port()).connectTimeout(Duration.ofMillis(50)));
			Events.until(() -> Kernel.connecting(deaf.port()) == 0);
		}
	}

	@Test
	@DisplayName("B25 cancelling aborts the attempt and releases the descriptor")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
	void whenCancelledTheAttemptIsOver() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			CompletableFuture<TcpSocket<String>> future = connect(to("localhost", deaf.port()));
			Events.until(() -> Kernel.connecting(deaf.port()) == 1);
			assertThat(future.cancel(true)).isTrue();
			Events.until(() -> Kernel.connecting(deaf.port()) == 0);
			assertThat(this.events.await("connectError CANCELLED")).containsExactly("connectError CANCELLED");
		}
	}

	@Test
	@DisplayName("B25 cancelling at once leaves no connection")
	void whenCancelledAtOnceNothingOpens() {
		Events server = new Events();
		try (TcpListener<String> listener = TestLoop.listen(server.handlers().build())) {
			CompletableFuture<TcpSocket<String>> future = connect(to("localhost", listener.port()));
			if (!future.cancel(false)) {
				// The connection was made faster than that.
				Stages.get(future).close();
			}
			Events.until(() -> this.events.count("connectError") + this.events.count("close") == 1);
			Events.until(() -> server.count("open") == server.count("close"));
			assertThat(this.events.count("open")).isEqualTo(this.events.count("close"));
		}
	}

	@Test
	@DisplayName("B25 cancelling while open runs closes the socket")
	void whenCancelledInTheLastMomentTheSocketCloses() {
		CompletableFuture<CompletableFuture<TcpSocket<String>>> handOver = new CompletableFuture<>();
		try (TcpListener<String> listener = TestLoop.listen(new Events().handlers().build())) {
			handOver.complete(TestLoop.LOOP.connect(to("localhost", listener.port()).build(),
					this.events.handlers().open((socket) -> {
						this.events.open(socket);
						handOver.get(20, TimeUnit.SECONDS).cancel(true);
					}).build()));
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

}
