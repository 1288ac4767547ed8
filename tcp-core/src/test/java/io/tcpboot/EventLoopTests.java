package io.tcpboot;

import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Deaf;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The event loop itself: its end, and what may be done on it.
 */
class EventLoopTests {

	private static final String NAME = "short-lived-loop";

	private final Events events = new Events();

	private final Events client = new Events();

	@AutoClose
	private final TcpEventLoop loop = TcpEventLoop.builder()
		.transport(TestLoop.LOOP.transport().kind())
		.threads(2)
		.name(NAME)
		.build();

	@AutoClose
	private final Peers peers = new Peers();

	private TcpListener<String> listen() {
		return this.loop.listen(TestLoop.anyPort().build(), this.events.handlers().build());
	}

	private CompletableFuture<TcpSocket<String>> connect(int port) {
		return this.loop.connect(ClientOptions.to("localhost", port), this.client.handlers().build());
	}

	private static boolean hasThreads() {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().startsWith(NAME));
	}

	@Test
	void whenClosedEverySocketAndListenerIsClosed() throws Exception {
		TcpListener<String> listener = listen();
		this.peers.connect(listener.port(), 2);
		this.events.socket(1);
		this.loop.close();
		assertThat(this.events.all()).containsExactly("open", "open", "close SHUTDOWN", "close SHUTDOWN");
		assertThat(listener.isListening()).isFalse();
		Stages.get(listener.stop());
	}

	@Test
	void whenClosedEveryClientIsClosed() throws Exception {
		try (ServerSocket server = Peer.listen()) {
			Stages.get(connect(server.getLocalPort()));
			Stages.get(connect(server.getLocalPort()));
			this.loop.close();
			assertThat(this.client.all()).containsExactly("open", "open", "close SHUTDOWN", "close SHUTDOWN");
		}
	}

	@Test
	void whenClosedNoThreadIsLeft() {
		listen();
		assertThat(hasThreads()).isTrue();
		this.loop.close();
		Events.until(() -> !hasThreads());
	}

	@Test
	void whenClosedItRefusesToListenAndToConnect() {
		this.loop.close();
		assertThatIllegalStateException().isThrownBy(this::listen).withMessage("event loop is closed");
		assertThatIllegalStateException().isThrownBy(() -> connect(1)).withMessage("event loop is closed");
	}

	@Test
	void whenClosedTwiceNothingHappens() {
		this.loop.close();
		this.loop.close();
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void whenClosedInsideAHandlerItEndsAllTheSame() throws Exception {
		TcpListener<String> listener = this.loop.listen(TestLoop.anyPort().build(),
				this.events.handlers().open((socket) -> this.loop.close()).build());
		this.peers.connect(listener.port());
		this.events.await("close SHUTDOWN");
		Events.until(() -> !hasThreads());
	}

	@Test
	void whenClosedAnAttemptToConnectFails() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			CompletableFuture<TcpSocket<String>> attempt = connect(deaf.port());
			this.loop.close();
			assertThat(Stages.failure(attempt)).isInstanceOf(TcpConnectException.class);
			assertThat(this.client.all()).containsExactly("connectError CANCELLED");
		}
	}

	@Test
	void whenSharedItCannotBeClosed() {
		assertThatIllegalStateException().isThrownBy(() -> TcpEventLoop.shared().close())
			.withMessage("shared event loop: cannot be closed (expected: one of your own)");
		try (TcpListener<String> listener = Tcp.listen(TestLoop.anyPort().build(), this.events.handlers().build())) {
			assertThat(listener.isListening()).isTrue();
		}
	}

	@Test
	void whenSettingIsWrongItIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> TcpEventLoop.builder().threads(0))
			.withMessage("threads: 0 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> TcpEventLoop.builder().name(""))
			.withMessage("name: '' (expected: not empty)");
	}

	@Test
	void whenATaskIsForEachThreadEachRunsItOnce() {
		listen();
		listen();
		Queue<String> threads = new ConcurrentLinkedQueue<>();
		Stages.get(this.loop.onEachThread(() -> threads.add(Thread.currentThread().getName())));
		assertThat(threads).containsExactlyInAnyOrder(NAME + "-1", NAME + "-2");
	}

	@Test
	void whenAThreadDoesNotRunItIsNotStarted() {
		AtomicInteger runs = new AtomicInteger();
		Stages.get(this.loop.onEachThread(runs::incrementAndGet));
		assertThat(runs).hasValue(0);
		assertThat(hasThreads()).isFalse();
		listen();
		Stages.get(this.loop.onEachThread(runs::incrementAndGet));
		assertThat(runs).hasValue(1);
	}

	@Test
	void whenATaskForEachThreadFailsTheStageFailsAndTheThreadGoesOn() throws Exception {
		TcpListener<String> listener = listen();
		IllegalStateException failure = new IllegalStateException("planted");
		assertThat(Stages.failure(this.loop.onEachThread(() -> {
			throw failure;
		}))).isSameAs(failure);
		this.peers.connect(listener.port());
		this.events.socket();
	}

	@Test
	void whenAHandlerAsksForEachThreadTheTaskComesAfterIt() throws Exception {
		try (TcpEventLoop single = TcpEventLoop.builder().threads(1).build();
				TcpListener<String> listener = single.listen(TestLoop.anyPort().build(),
						this.events.handlers().open((socket) -> {
							single.onEachThread(() -> this.events.add("task"));
							this.events.add("open");
						}).build())) {
			this.peers.connect(listener.port());
			assertThat(this.events.await("task")).containsExactly("open", "task");
		}
	}

	@Test
	void whenClosedATaskForEachThreadIsDone() {
		listen();
		this.loop.close();
		assertThat(this.loop.onEachThread(() -> this.events.add("task")).toCompletableFuture()).isCompleted();
		assertThat(this.events.all()).isEmpty();
	}

	@Test
	void whenAHandlerListensItIsBoundAtOnce() throws Exception {
		CompletableFuture<TcpListener<String>> second = new CompletableFuture<>();
		try (TcpListener<String> first = TestLoop
			.listen(this.events.handlers().open((socket) -> second.complete(echo())).build())) {
			this.peers.connect(first.port());
			try (TcpListener<String> listener = Stages.get(second)) {
				assertThat(this.peers.connect(listener.port()).send("inner").readText(5)).isEqualTo("inner");
			}
		}
	}

	private TcpListener<String> echo() {
		return TestLoop.listen(this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
	}

	@Test
	void whenAHandlerCannotListenItIsToldAtOnce() throws Exception {
		CompletableFuture<TcpBindException.Kind> told = new CompletableFuture<>();
		try (ClosedPort taken = new ClosedPort();
				TcpListener<String> first = TestLoop.listen(this.events.handlers().open((socket) -> {
					try {
						TestLoop.LOOP.listen(TestLoop.anyPort().port(taken.port()).build(),
								this.events.handlers().build());
					}
					catch (TcpBindException ex) {
						told.complete(ex.kind());
					}
				}).build())) {
			this.peers.connect(first.port());
			assertThat(Stages.get(told)).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
		}
	}

	@Test
	void whenAHandlerConnectsTheFutureCompletes() throws Exception {
		Events inner = new Events();
		try (TcpListener<String> target = echo();
				TcpListener<String> first = TestLoop.listen(this.events.handlers()
					.data((socket, bytes) -> TestLoop.LOOP
						.connect(ClientOptions.to("localhost", target.port()), inner.handlers().build())
						.thenAccept((made) -> made.send("from inside")))
					.build());
				Peer peer = Peer.connect(first.port())) {
			peer.send("go");
			inner.awaitReceived("from inside");
		}
	}

}
