package io.tcpboot;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.tcpboot.test.Peers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * A listener that one of its own handlers stops, on the event loop that also accepts and
 * on another.
 */
class StopInsideHandlerTests {

	private final Events events = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	private volatile @Nullable TcpListener<String> listener;

	private TcpListener<String> listener() {
		return Objects.requireNonNull(this.listener);
	}

	private static TcpEventLoop loop(int threads) {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(threads).build();
	}

	private void listen(TcpEventLoop loop, SocketHandlers.Builder<String> handlers) {
		SocketOptions options = SocketOptions.builder().highWaterMark(4).build();
		this.listener = loop.listen(TestLoop.anyPort().socket(options).build(), handlers.build());
	}

	private void connect(int count) throws Exception {
		this.peers.connect(listener().port(), count);
		Events.until(() -> this.events.count("open") == this.peers.size());
	}

	private void stopNow() {
		listener().stopNow();
		this.events.add("stop");
	}

	private void awaitStop() {
		this.events.await("stop");
		Stages.get(listener().stop());
		assertThat(this.events.count("close")).isEqualTo(this.peers.size());
		assertThat(listener().sockets()).isEmpty();
	}

	static Stream<Arguments> everyHandler() {
		return Stream.of("open", "data", "drain", "end", "timeout", "error", "close", "reload")
			.flatMap((event) -> Stream.of(arguments(event, 1), arguments(event, 2)));
	}

	@ParameterizedTest(name = "{0}, {1} thread(s)")
	@DisplayName("B8 stopNow from inside any handler closes every socket once")
	@MethodSource("everyHandler")
	void whenStoppedInsideAHandlerEverySocketCloses(String event, int threads) throws Exception {
		try (TcpEventLoop loop = loop(threads)) {
			listen(loop, stoppingIn(event));
			connect(3);
			switch (event) {
				case "open" -> connect(1);
				case "end" -> this.peers.get(0).finish();
				case "close" -> this.peers.get(0).reset();
				case "reload" -> listener().reload(this.events.handlers().reload((socket) -> stopNow()).build());
				default -> this.peers.get(0).send("go");
			}
			awaitStop();
		}
	}

	private SocketHandlers.Builder<String> stoppingIn(String event) {
		SocketHandlers.Handler<String> stop = (socket) -> stopNow();
		SocketHandlers.Builder<String> handlers = this.events.handlers();
		return switch (event) {
			case "open" -> handlers.open((socket) -> {
				this.events.open(socket);
				if (this.events.count("open") == 4) {
					stopNow();
				}
			});
			case "data" -> handlers.data((socket, bytes) -> stopNow());
			case "drain" -> handlers.data((socket, bytes) -> socket.write("longer than the mark")).drain(stop);
			case "end" -> handlers.end(stop);
			case "timeout" -> handlers.data((socket, bytes) -> socket.timeout(Duration.ofMillis(1))).timeout(stop);
			case "error" -> handlers.data((socket, bytes) -> {
				throw new IllegalStateException();
			}).error((socket, cause) -> stopNow());
			case "close" -> handlers.close((socket, reason) -> {
				stopNow();
				this.events.add("close " + reason);
			});
			default -> handlers;
		};
	}

	@ParameterizedTest
	@DisplayName("B8 a close handler that closes its siblings, while the listener stops")
	@ValueSource(ints = { 1, 2 })
	void whenCloseHandlerClosesSiblingsEachClosesOnce(int threads) throws Exception {
		try (TcpEventLoop loop = loop(threads)) {
			listen(loop, this.events.handlers().close((socket, reason) -> {
				this.events.add("close");
				listener().sockets().forEach(TcpSocket::terminate);
			}));
			connect(10);
			stopNow();
			awaitStop();
		}
	}

	@Test
	@DisplayName("B7 stopNow takes those along that are accepted but not yet open")
	void whenStoppedWhileAcceptingNoSocketIsLeft() throws Exception {
		AtomicBoolean first = new AtomicBoolean(true);
		try (TcpEventLoop loop = loop(2)) {
			listen(loop, this.events.handlers().open((socket) -> {
				this.events.open(socket);
				if (first.getAndSet(false)) {
					// Meanwhile one more is accepted for the event loop that is busy
					// here.
					Events.until(() -> listener().accepted() == 3);
					stopNow();
				}
			}));
			connect(1);
			this.peers.connect(listener().port(), 2);
			awaitStop();
			assertThat(this.events.count("open")).isEqualTo(3);
		}
	}

}
