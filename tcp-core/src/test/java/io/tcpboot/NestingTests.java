package io.tcpboot;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that callbacks of a socket run one at a time and never inside of one another.
 */
class NestingTests {

	private final Events events = new Events();

	private final AtomicInteger inside = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(strings = { "open", "data", "drain", "end", "timeout", "error", "reload" })
	@DisplayName("B34 close() inside a callback answers as closed at once, and calls close afterwards")
	void whenClosedInsideACallbackCloseComesAfterIt(String event) throws Exception {
		SocketHandlers<String> handlers = handlers(event, TcpSocket::close);
		try (Pair pair = Pair.narrow(handlers)) {
			provoke(event, pair, handlers);
			this.events.await(event + " returns");
			pair.peer.close();
			this.events.awaitClose();
			assertThat(this.events.all()).containsSubsequence(event, "is closed", event + " returns");
			assertThat(this.events.all().get(this.events.all().size() - 1)).startsWith("close ");
			assertThat(this.events.all()).doesNotContain("nested");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "open", "data", "drain", "end", "timeout", "error", "reload" })
	@DisplayName("B34 terminate() inside a callback answers as closed at once, and calls close afterwards")
	void whenTerminatedInsideACallbackCloseComesAfterIt(String event) throws Exception {
		SocketHandlers<String> handlers = handlers(event, TcpSocket::terminate);
		try (Pair pair = Pair.narrow(handlers)) {
			provoke(event, pair, handlers);
			this.events.awaitClose();
			assertThat(this.events.all()).endsWith("is closed", event + " returns", "close TERMINATED");
			assertThat(this.events.all()).doesNotContain("nested");
		}
	}

	private void provoke(String event, Pair pair, SocketHandlers<String> handlers) throws Exception {
		TcpSocket<String> socket = this.events.socket();
		switch (event) {
			case "data", "error" -> pair.peer.send(event);
			case "drain" -> read(pair, Flow.onLoop(socket, () -> Flow.fill(socket)));
			case "end" -> pair.peer.finish();
			case "timeout" -> socket.timeout(Duration.ofMillis(1));
			case "reload" -> socket.reload(handlers);
			default -> assertThat(event).isEqualTo("open");
		}
	}

	private static void read(Pair pair, long length) throws IOException {
		try {
			pair.peer.read((int) length);
		}
		catch (SocketException ex) {
			// As the callback has reset the connection.
		}
	}

	@Test
	@DisplayName("B34 callbacks never run at the same time, whatever other threads ask for")
	void whenManyThreadsUseASocketItsCallbacksRunOneByOne() throws Exception {
		SocketHandlers<String> handlers = handlers("none", TcpSocket::close);
		try (Pair pair = Pair.accepted(handlers)) {
			TcpSocket<String> socket = this.events.socket();
			CompletableFuture<?> one = CompletableFuture.runAsync(() -> useUntilClosed(socket, handlers));
			CompletableFuture<?> two = CompletableFuture.runAsync(() -> useUntilClosed(socket, handlers));
			while (this.events.count("data") < 20 || this.events.count("timeout") < 20
					|| this.events.count("reload") < 20) {
				pair.peer.send("x");
			}
			socket.terminate();
			CompletableFuture.allOf(one, two).join();
			this.events.awaitClose();
			assertThat(this.events.all()).doesNotContain("nested");
		}
	}

	private static void useUntilClosed(TcpSocket<String> socket, SocketHandlers<String> handlers) {
		while (socket.isOpen()) {
			socket.pause();
			socket.timeout(Duration.ofNanos(1));
			socket.resume();
			socket.reload(handlers);
			socket.flush().toCompletableFuture().exceptionally((failure) -> null).join();
		}
	}

	private SocketHandlers<String> handlers(String when, SocketHandlers.Handler<String> action) {
		return this.events.handlers().open((socket) -> {
			this.events.open(socket);
			in("open", when, socket, action);
		}).data((socket, bytes) -> {
			in("data", when, socket, action);
			if (bytes.readableBytes() > 4) {
				throw new IllegalStateException("thrown");
			}
		})
			.drain((socket) -> in("drain", when, socket, action))
			.end((socket) -> in("end", when, socket, action))
			.timeout((socket) -> in("timeout", when, socket, action))
			.reload((socket) -> in("reload", when, socket, action))
			.error((socket, cause) -> in("error", when, socket, action))
			.close((socket, reason) -> in("close " + reason, when, socket, action))
			.build();
	}

	/**
	 * In a callback: act if this is the one, and write down whether another is running.
	 */
	private void in(String event, String when, TcpSocket<String> socket, SocketHandlers.Handler<String> action)
			throws Exception {
		if (this.inside.getAndIncrement() > 0) {
			this.events.add("nested");
		}
		this.events.add(event);
		if (event.equals(when)) {
			action.handle(socket);
			this.events.add(socket.isOpen() ? "is open" : "is closed");
			this.events.add(event + " returns");
		}
		this.inside.decrementAndGet();
	}

}
