package io.tcpboot;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.tcpboot.test.Peer;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which event follows which.
 */
class OrderTests {

	private static final SocketOptions CLOSE_ON_ERROR = SocketOptions.builder().closeOnError(true).build();

	private static final ServerOptions.Builder PAUSED = TestLoop.anyPort().acceptPaused(true);

	private final Events events = new Events();

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("twoEndings")
	@DisplayName("B28 one open first and one close last, whatever ends an accepted socket")
	void whenAnAcceptedSocketEndsTwiceItClosesOnce(Ending first, Ending second) throws Exception {
		try (Pair pair = Pair.accepted(CLOSE_ON_ERROR, throwing())) {
			endTwice(pair, first, second);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("B28 one open first and one close last, whatever ends a connected socket")
	void whenAConnectedSocketEndsTwiceItClosesOnce(Ending ending) throws Exception {
		try (Pair pair = Pair.connected(CLOSE_ON_ERROR, throwing())) {
			endTwice(pair, ending, ending);
		}
	}

	private void endTwice(Pair pair, Ending first, Ending second) throws Exception {
		pair.peer.send("x");
		this.events.await("data x");
		first.run(pair, this.events.socket());
		second.run(pair, this.events.socket());
		pair.peer.close();
		this.events.awaitClose();
		runPendingTasks();
		assertThat(this.events.all()).startsWith("open", "data x");
		assertThat(this.events.count("open")).isOne();
		assertThat(this.events.count("close")).isOne();
		assertThat(last()).startsWith("close");
	}

	static Stream<Arguments> twoEndings() {
		return Stream.of(Ending.values())
			.flatMap((first) -> Stream.of(Ending.values()).map((second) -> Arguments.of(first, second)));
	}

	enum Ending {

		END, CLOSE, TERMINATE, STOP, PEER_ENDS, PEER_RESETS, HANDLER_THROWS;

		void run(Pair pair, TcpSocket<String> socket) {
			try {
				switch (this) {
					case END -> socket.end();
					case CLOSE -> socket.close();
					case TERMINATE -> socket.terminate();
					case STOP -> pair.stopListener();
					case PEER_ENDS -> pair.peer.finish();
					case PEER_RESETS -> pair.peer.reset();
					case HANDLER_THROWS -> pair.peer.send("throw");
				}
			}
			catch (IOException ex) {
				// The first ending has closed the peer's socket.
			}
		}

	}

	private SocketHandlers<String> throwing() {
		return this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			if (bytes.readableBytes() > 1) {
				throw new IllegalStateException("thrown");
			}
		}).build();
	}

	@Test
	@DisplayName("B29 after close neither data, drain, timeout, reload nor end")
	void whenClosedWhateverWasOnItsWayIsDropped() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			Flow.fill(socket);
			socket.timeout(Duration.ofMillis(1));
			socket.reload(this.events.handlers().build());
			socket.pause();
		}).build())) {
			pair.peer.send("x");
			this.events.await("reload");
			pair.peer.send("more").finish();
			this.events.await("timeout");
			Flow.onLoop(this.events.socket(), () -> {
				TcpSocket<String> socket = this.events.socket();
				socket.timeout(Duration.ofMillis(1));
				socket.resume();
				socket.terminate();
				socket.reload(this.events.handlers().build());
				return true;
			});
			this.events.awaitClose();
			// Due after the timer, on the same event loop.
			((SocketFront<?>) this.events.socket()).loop()
				.schedule(() -> this.events.add("later"), 5, TimeUnit.MILLISECONDS)
				.get(20, TimeUnit.SECONDS);
			assertThat(this.events.all()).containsExactly("open", "data", "reload", "timeout", "close TERMINATED",
					"later");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE", "TERMINATE" })
	@DisplayName("B30 after close or terminate inside data no more data, though the kernel has it")
	void whenEndedInsideDataNoMoreDataComes(Ending ending) throws Exception {
		try (Pair pair = Pair.accepted(PAUSED, endingInData(ending))) {
			pair.peer.send(Flow.bytes(100_000));
			this.events.socket().resume();
			this.events.await("data");
			runPendingTasks();
			pair.peer.close();
			this.events.awaitClose();
			assertThat(this.events.all()).hasSize(3).startsWith("open", "data");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CLOSE", "TERMINATE" })
	@DisplayName("B30 after close or terminate inside data no more data, though it was read already")
	void whenEndedInsideQueuedDataNoMoreDataComes(Ending ending) throws Exception {
		try (Pair pair = Pair.accepted(PAUSED, endingInData(ending))) {
			pair.peer.send(Flow.bytes(100_000)).finish();
			resumeBehindTheFin(100_000);
			this.events.awaitClose();
			assertThat(this.events.all()).hasSize(3).startsWith("open", "data");
		}
	}

	private void resumeBehindTheFin(int length) {
		if (TestLoop.LOOP.transport().kind() == Transport.Kind.EPOLL) {
			// Epoll reads to the end when the peer has finished, paused or not.
			Events.until(() -> this.events.socket().bytesRead() == length);
		}
		this.events.socket().resume();
	}

	private SocketHandlers<String> endingInData(Ending ending) {
		return this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			if (ending == Ending.CLOSE) {
				socket.close();
			}
			else {
				socket.terminate();
			}
		}).build();
	}

	@Test
	@DisplayName("B31 all bytes before a FIN are delivered, then end, then close")
	void whenThePeerFinishesEverythingComesInOrder() throws Exception {
		String text = "0123456789".repeat(10_000);
		try (Pair pair = Pair.accepted(PAUSED, this.events.handlers().build())) {
			pair.peer.send(text).finish();
			resumeBehindTheFin(text.length());
			List<String> all = this.events.awaitClose();
			assertThat(this.events.received()).isEqualTo(text);
			assertThat(all.subList(all.size() - 2, all.size())).containsExactly("end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B36 a socket without a reference lives until it closes, and is garbage afterwards")
	void whenNobodyHoldsASocketItLivesUntilItCloses() throws Exception {
		try (ServerSocket server = Peer.listen()) {
			WeakReference<TcpSocket<String>> socket = connect(server.getLocalPort());
			try (Peer peer = Peer.accept(server)) {
				System.gc();
				assertThat(peer.send("hello").readText(5)).isEqualTo("hello");
				assertThat(socket.get()).isNotNull();
			}
			Events.until(() -> isGarbage(socket));
		}
	}

	@Test
	@DisplayName("B36 an accepted socket is garbage after it has closed")
	void whenAnAcceptedSocketHasClosedItIsGarbage() throws Exception {
		AtomicReference<WeakReference<TcpSocket<String>>> socket = new AtomicReference<>();
		SocketHandlers<String> handlers = SocketHandlers.<String>builder()
			.open((opened) -> socket.set(new WeakReference<>(opened)))
			.data((opened, bytes) -> opened.send(bytes))
			.build();
		try (Pair pair = Pair.accepted(handlers)) {
			System.gc();
			assertThat(pair.peer.send("hello").readText(5)).isEqualTo("hello");
			assertThat(socket.get().get()).isNotNull();
			pair.peer.close();
			Events.until(() -> isGarbage(socket.get()));
		}
	}

	private static WeakReference<TcpSocket<String>> connect(int port) {
		SocketHandlers<String> echo = SocketHandlers.<String>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		return new WeakReference<>(TestLoop.LOOP.connect(ClientOptions.to("localhost", port), echo).join());
	}

	private static boolean isGarbage(WeakReference<?> reference) {
		System.gc();
		return reference.get() == null;
	}

	@Test
	@DisplayName("B37 an exception in one socket leaves the others' traffic untouched, and its own")
	void whenOneSocketFailsTheOthersGoOn() throws Exception {
		SocketHandlers<String> handlers = this.events.handlers().data((socket, bytes) -> {
			if (bytes.toString(StandardCharsets.UTF_8).equals("throw")) {
				throw new IllegalStateException("thrown");
			}
			socket.send(bytes);
		}).build();
		try (TcpListener<String> listener = TestLoop.listen(handlers);
				Peer failing = Peer.connect(listener.port());
				Peer other = Peer.connect(listener.port());
				Peer third = Peer.connect(listener.port())) {
			failing.send("throw");
			this.events.await("error thrown");
			assertThat(other.send("hello").readText(5)).isEqualTo("hello");
			assertThat(third.send("hello").readText(5)).isEqualTo("hello");
			assertThat(failing.send("hello").readText(5)).isEqualTo("hello");
			assertThat(this.events.count("close")).isZero();
		}
	}

	private String last() {
		return this.events.all().get(this.events.all().size() - 1);
	}

	private void runPendingTasks() throws Exception {
		Flow.onLoop(this.events.socket(), () -> true);
		Flow.onLoop(this.events.socket(), () -> true);
	}

}
