package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an exception that a handler throws.
 */
class ErrorTests {

	private final Events events = new Events();

	private final Exception failure = new Exception("planted");

	@ParameterizedTest
	@EnumSource
	@DisplayName("B90 an exception in any handler reaches error, as it was thrown")
	void whenAHandlerThrowsErrorGetsTheSameException(ProvokedEvent event) throws Exception {
		CompletableFuture<Throwable> error = new CompletableFuture<>();
		SocketHandlers<String> handlers = failing(event).error((socket, cause) -> error.complete(cause)).build();
		try (TcpListener<String> listener = TestLoop.listen(ProvokedEvent.OPTIONS, handlers);
				Peer peer = Peer.connect(listener.port())) {
			event.provoke(this.events.socket(), peer, handlers);
			assertThat(error.get(10, TimeUnit.SECONDS)).isSameAs(this.failure);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OPEN", "CLOSE" }, mode = Mode.EXCLUDE)
	@DisplayName("B90 after error the socket is still open, and sends and receives")
	void whenErrorHasSeenItTheSocketStaysOpen(ProvokedEvent event) throws Exception {
		SocketHandlers<String> handlers = failing(event).build();
		try (TcpListener<String> listener = TestLoop.listen(ProvokedEvent.OPTIONS, handlers);
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			event.provoke(socket, peer, handlers);
			this.events.await("error planted");
			socket.reload(this.events.handlers().build());
			socket.end("alive");
			assertThat(peer.readAllText()).endsWith("alive");
			if (event == ProvokedEvent.END) {
				assertThat(this.events.awaitClose()).endsWith("close PEER_END");
			}
			else {
				peer.send("more").finish();
				assertThat(this.events.awaitClose()).endsWith("data more", "end", "close LOCAL_END");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OPEN", "CLOSE" }, mode = Mode.EXCLUDE)
	@DisplayName("B90 with closeOnError the socket closes after error, for that cause")
	void whenCloseOnErrorTheSocketCloses(ProvokedEvent event) throws Exception {
		SocketHandlers<String> handlers = failing(event).build();
		SocketOptions options = ProvokedEvent.OPTIONS.toBuilder().closeOnError(true).build();
		try (TcpListener<String> listener = TestLoop.listen(options, handlers);
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			event.provoke(socket, peer, handlers);
			this.events.await("error planted");
			peer.finish();
			assertThat(this.events.awaitClose()).endsWith("error planted", "close HANDLER_FAILURE");
			assertThat(socket.closeCause()).isSameAs(this.failure);
		}
	}

	@Test
	@DisplayName("B90 an Error is no exception to the rule")
	void whenAHandlerThrowsAnErrorItIsTreatedAlike() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			throw new StackOverflowError("deep");
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("x").finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "error deep", "end", "close PEER_END");
		}
	}

	@ParameterizedTest
	@EnumSource(names = "CLOSE", mode = Mode.EXCLUDE)
	@DisplayName("B92 without error the failure is logged with the socket's identity, and the socket closes")
	void whenThereIsNoErrorHandlerTheFailureIsLoggedAndTheSocketCloses(ProvokedEvent event) throws Exception {
		SocketHandlers<String> handlers = withoutError(event);
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop.listen(ProvokedEvent.OPTIONS, handlers);
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			event.provoke(socket, peer, handlers);
			peer.readAll();
			peer.finish();
			assertThat(this.events.awaitClose()).endsWith("close HANDLER_FAILURE");
			assertThat(socket.closeCause()).isSameAs(this.failure);
			assertThat(log.warnings()).singleElement()
				.asString()
				.contains("'" + event.name().toLowerCase() + "'", "TcpSocket " + socket.id() + " ", listener.name(),
						":" + peer.localPort(), "planted");
		}
	}

	@Test
	@DisplayName("B92 a client's failure is logged and closes it just so")
	void whenAClientHasNoErrorHandlerItClosesToo() throws Exception {
		try (LogCapture log = new LogCapture(TcpSocket.class);
				TcpListener<String> listener = TestLoop
					.listen(new Events().handlers().open((socket) -> socket.send("x")).build())) {
			TcpSocket<String> socket = TestLoop.LOOP
				.connect(ClientOptions.to("localhost", listener.port()), withoutError(ProvokedEvent.DATA))
				.get(10, TimeUnit.SECONDS);
			assertThat(this.events.awaitClose()).containsExactly("open", "close HANDLER_FAILURE");
			assertThat(log.all())
				.anyMatch((line) -> line.contains("TcpSocket " + socket.id() + " of localhost:" + listener.port() + " ")
						&& line.endsWith("closes: planted"));
		}
	}

	@Test
	@DisplayName("B92 other sockets and the event loop are not harmed")
	void whenOneSocketFailsTheOthersGoOn() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop
					.listen(SocketHandlers.<String>builder().data((socket, bytes) -> {
						socket.send(bytes);
						if (bytes.getByte(0) == '!') {
							throw this.failure;
						}
					}).close((socket, reason) -> this.events.add("close " + reason)).build());
				Peer first = Peer.connect(listener.port());
				Peer second = Peer.connect(listener.port());
				Peer failing = Peer.connect(listener.port())) {
			failing.send("!").readAll();
			failing.finish();
			this.events.await("close HANDLER_FAILURE");
			assertThat(first.send("one").readText(3)).isEqualTo("one");
			assertThat(second.send("two").readText(3)).isEqualTo("two");
			assertThat(log.warnings()).hasSize(1);
		}
	}

	@Test
	@DisplayName("B92 an exception inside error is logged with the first one, and the socket closes")
	void whenErrorThrowsTheSocketCloses() throws Exception {
		Exception second = new Exception("second");
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop.listen(failing(ProvokedEvent.DATA).error((socket, cause) -> {
					throw second;
				}).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("x").readAll();
			peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close HANDLER_FAILURE");
			assertThat(this.events.socket().closeCause()).isSameAs(second).hasSuppressedException(this.failure);
			assertThat(log.warnings()).singleElement().asString().contains("'error'").endsWith("second");
		}
	}

	@Test
	@DisplayName("B92 an exception inside close is contained: it is logged, the socket is gone, the server goes on")
	void whenCloseThrowsTheServerGoesOn() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop.listen(withoutError(ProvokedEvent.CLOSE))) {
			connectAndFinish(listener);
			connectAndFinish(listener);
			listener.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(listener.sockets()).isEmpty();
			assertThat(listener.closed(CloseReason.PEER_END)).isEqualTo(2);
			assertThat(log.warnings()).singleElement().asString().contains("'close'").endsWith("planted");
		}
	}

	@Test
	@DisplayName("B92 exceptions inside both close and error are contained too")
	void whenCloseAndErrorThrowTheServerGoesOn() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = TestLoop.listen(failing(ProvokedEvent.CLOSE).error((socket, cause) -> {
					throw new AssertionError("second");
				}).build())) {
			connectAndFinish(listener);
			connectAndFinish(listener);
			listener.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(listener.closed(CloseReason.PEER_END)).isEqualTo(2);
			assertThat(log.warnings()).singleElement().asString().contains("'error'").endsWith("second");
		}
	}

	private SocketHandlers.Builder<String> failing(ProvokedEvent event) {
		return failing(event, this.events.handlers());
	}

	private SocketHandlers<String> withoutError(ProvokedEvent event) {
		return failing(event,
				SocketHandlers.<String>builder()
					.open(this.events::open)
					.data(this.events::data)
					.close((socket, reason) -> this.events.add("close " + reason)))
			.build();
	}

	private SocketHandlers.Builder<String> failing(ProvokedEvent event, SocketHandlers.Builder<String> handlers) {
		return event.on(handlers, (socket) -> {
			if (event == ProvokedEvent.OPEN) {
				this.events.open(socket);
			}
			throw this.failure;
		});
	}

	private static void connectAndFinish(TcpListener<?> listener) throws Exception {
		try (Peer peer = Peer.connect(listener.port())) {
			peer.finish().readAll();
		}
	}

}
