package io.tcpboot;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is counted although it should be rare.
 */
class IncidentTests {

	private static final int MARK = 10_000;

	private final Events events = new Events();

	private final IOException failure = new IOException("planted");

	private final SocketTotals totals = new SocketTotals();

	@ParameterizedTest
	@EnumSource
	void whenAHandlerThrowsItIsCountedByItsEvent(ProvokedEvent event) throws Exception {
		SocketHandlers<String> handlers = event.on(this.events.handlers(), (socket) -> {
			if (event == ProvokedEvent.OPEN) {
				this.events.open(socket);
			}
			throw this.failure;
		}).build();
		try (TcpListener<String> listener = TestLoop.listen(ProvokedEvent.OPTIONS, handlers);
				Peer peer = Peer.connect(listener.port())) {
			event.provoke(this.events.socket(), peer, handlers);
			Events.until(() -> listener.handlerErrors(HandlerEvent.valueOf(event.name())) == 1);
			assertThat(errors(listener)).isOne();
		}
	}

	@Test
	void whenTheErrorHandlerThrowsThatIsAnErrorMore() throws Exception {
		try (Pair pair = Pair.accepted(
				this.events.handlers().data((socket, bytes) -> fail()).error((socket, cause) -> fail()).build())) {
			pair.peer.send("x").readAll();
			pair.peer.finish();
			this.events.awaitClose();
			assertThat(pair.listener().handlerErrors(HandlerEvent.DATA)).isOne();
			assertThat(pair.listener().handlerErrors(HandlerEvent.ERROR)).isOne();
		}
	}

	@Test
	void whenTheStageOfAHandlerFailsItIsCountedEvenAfterTheClose() throws Exception {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		Queue<CompletableFuture<Void>> stages = new ArrayDeque<>(List.of(first, second));
		try (Pair pair = Pair.accepted(SocketHandlers.<String>builder()
			.open(this.events::open)
			.asyncData((socket, bytes) -> stages.remove())
			.error((socket, cause) -> this.events.add("error"))
			.close((socket, reason) -> this.events.add("close"))
			.build())) {
			pair.peer.send("x");
			first.completeExceptionally(this.failure);
			this.events.await("error");
			assertThat(pair.listener().handlerErrors(HandlerEvent.DATA)).isOne();
			pair.peer.send("x");
			Events.until(() -> this.events.socket().bytesRead() == 2);
			this.events.socket().terminate();
			this.events.awaitClose();
			second.completeExceptionally(this.failure);
			Events.until(() -> pair.listener().handlerErrors(HandlerEvent.DATA) == 2);
		}
	}

	@Test
	void whenThereIsNoInitialDataThatIsAnErrorOfOpen() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().build(),
				this.events.handlers().build(), () -> {
					throw new IllegalStateException("planted");
				}); Peer peer = Peer.connect(listener.port())) {
			peer.readAll();
			assertThat(listener.handlerErrors(HandlerEvent.OPEN)).isOne();
		}
	}

	@Test
	void whenTheOpenOfAClientThrowsItsTotalsKnow() throws Exception {
		try (TcpListener<String> server = TestLoop.listen(new Events().handlers().build())) {
			Stages.failure(connect(server.port(), this.events.handlers().open((socket) -> fail())));
			assertThat(this.totals.handlerErrors(HandlerEvent.OPEN)).isOne();
		}
	}

	@Test
	void whenConnectErrorThrowsTheTotalsKnow() throws Exception {
		try (ClosedPort port = new ClosedPort()) {
			Stages.failure(connect(port.port(), this.events.handlers().connectError((socket, cause) -> fail())));
			assertThat(this.totals.handlerErrors(HandlerEvent.CONNECT_ERROR)).isOne();
		}
	}

	@Test
	void whenASocketIsAddedToOtherTotalsItIsCountedThere() throws Exception {
		SocketTotals others = new SocketTotals();
		try (Pair pair = Pair.connected(SocketOptions.defaults(),
				this.events.handlers().data((socket, bytes) -> fail()).build())) {
			others.add(this.events.socket());
			this.totals.add(this.events.socket());
			pair.peer.send("x");
			this.events.await("error planted");
			assertThat(this.totals.handlerErrors(HandlerEvent.DATA)).isOne();
			assertThat(others.handlerErrors(HandlerEvent.DATA)).isZero();
		}
	}

	@Test
	void whenASocketOfAListenerIsAddedTheListenerCountsOn() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> fail()).build())) {
			this.totals.add(this.events.socket());
			pair.peer.send("x");
			this.events.await("error planted");
			assertThat(pair.listener().handlerErrors(HandlerEvent.DATA)).isOne();
		}
	}

	@Test
	void whenWritesAreRefusedThatCountsOnceForEachDrain() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			for (int round = 1; round <= 2; round++) {
				long taken = Flow.onLoop(socket, () -> {
					long filled = Flow.fill(socket);
					assertThat(socket.write("refused")).isZero();
					return filled;
				});
				assertThat(pair.listener().refusedWrites()).isEqualTo(round);
				pair.peer.read((int) taken);
				int drains = round;
				Events.until(() -> this.events.count("drain") == drains);
			}
			assertThat(pair.listener().heldReads()).isZero();
		}
	}

	@Test
	void whenASinkWaitsForRoomThatCounts() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			SocketSink sink = socket.sink(MARK);
			Flow.onLoop(socket, () -> {
				while (sink.write(new byte[MARK]) > 0) {
					// Until it is full.
				}
				return sink.flush();
			});
			assertThat(pair.listener().refusedWrites()).isOne();
		}
	}

	@Test
	void whenThePeerTakesNothingOfWhatItIsSentItsReadingIsHeldOnce() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(MARK).build();
		try (Pair pair = Pair.narrow(options,
				this.events.handlers().data((socket, bytes) -> socket.send(Flow.bytes(3_000_000))).build())) {
			TcpSocket<String> socket = this.events.socket();
			pair.peer.send("x");
			Events.until(() -> pair.listener().heldReads() == 1);
			pair.peer.send("y");
			TestLoop.settle(socket);
			assertThat(pair.listener().heldReads()).isOne();
			pair.peer.read(3_000_000);
			Events.until(() -> pair.listener().heldReads() == 2);
			assertThat(pair.listener().refusedWrites()).isZero();
		}
	}

	private CompletableFuture<TcpSocket<String>> connect(int port, SocketHandlers.Builder<String> handlers) {
		return TestLoop.LOOP.connect(ClientOptions.to("localhost", port), handlers.build(), null, this.totals);
	}

	private void fail() throws IOException {
		throw this.failure;
	}

	private static long errors(TcpListener<?> listener) {
		long errors = 0;
		for (HandlerEvent event : HandlerEvent.values()) {
			errors += listener.handlerErrors(event);
		}
		return errors;
	}

}
