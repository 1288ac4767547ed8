package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@code cork} on other threads; {@link OutboundTests} counts flushes on the
 * event loop.
 */
class CorkTests {

	private final Events events = new Events();

	@Test
	@DisplayName("B49 nothing is sent before the cork is out, then everything")
	void whenCorkedNothingIsSentUntilTheEnd() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				socket.send("a");
				socket.write("b");
				assertThat(writtenBytes(socket)).isZero();
				socket.send("c");
			});
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
		}
	}

	@Test
	@DisplayName("B49 corks nest: the outermost sends")
	void whenCorksNestTheOutermostSends() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				socket.send("a");
				socket.cork((inner) -> inner.cork((innermost) -> innermost.send("b")));
				assertThat(writtenBytes(socket)).isZero();
				socket.send("c");
			});
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
		}
	}

	@Test
	@DisplayName("B49 the order with uncorked writes is kept")
	void whenWrittenBeforeInsideAndAfterTheOrderIsKept() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			StringBuilder expected = new StringBuilder();
			for (int i = 0; i < 50; i++) {
				String number = i + ",";
				socket.send(number);
				socket.cork((corked) -> corked.send("(" + corked.write(number) + ")"));
				expected.append(number).append(number).append("(").append(number.length()).append(")");
			}
			socket.end();
			assertThat(pair.peer.readAllText()).isEqualTo(expected.toString());
		}
	}

	@Test
	@DisplayName("B49 the order with writes of the event loop is kept, though they are not corked")
	void whenTheLoopWritesWhileAnotherThreadIsInACorkTheOrderIsKept() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				socket.send("a");
				onLoop(socket, () -> socket.send("b"));
				socket.send("c");
				onLoop(socket, () -> socket.send(Flow.buffer(10_000).asReadOnly()));
				socket.send("d");
			});
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
			assertThat(pair.peer.read(10_000)).isEqualTo(Flow.bytes(10_000));
			assertThat(pair.peer.readText(1)).isEqualTo("d");
		}
	}

	@Test
	@DisplayName("B49 a cork on the event loop sends at its end, before the next task")
	void whenCorkedOnTheLoopEverythingIsSentAtTheEnd() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			onLoop(socket, () -> {
				socket.cork((corked) -> corked.send("abc"));
				return socket.bytesWritten() == 3;
			});
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
		}
	}

	@Test
	@DisplayName("B49 an action that throws leaves no cork behind, and what it wrote is sent")
	void whenTheActionThrowsTheCorkIsOut() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			assertThatIllegalStateException().isThrownBy(() -> this.events.socket().cork((socket) -> {
				socket.send("a");
				throw new IllegalStateException("thrown");
			}));
			this.events.socket().send("b");
			assertThat(pair.peer.readText(2)).isEqualTo("ab");
		}
	}

	@Test
	@DisplayName("B49 end inside a cork sends everything and then the FIN")
	void whenEndedInsideACorkEverythingIsSentFirst() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				socket.send("a");
				socket.end("b");
				assertThat(socket.send("c")).isFalse();
			});
			assertThat(pair.peer.readAllText()).isEqualTo("ab");
		}
	}

	@Test
	@DisplayName("B49 a socket that closes while another thread is in a cork closes in order")
	void whenClosedDuringACorkOfAnotherThreadItCloses() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				socket.send("lost");
				socket.terminate();
				this.events.awaitClose();
				assertThat(socket.write("x")).isEqualTo(TcpSocket.CLOSED);
				assertThat(socket.pendingBytes()).isZero();
			});
			assertThat(pair.peer.readsReset()).isTrue();
		}
	}

	/**
	 * Return the number of bytes that have been sent when the event loop has done what it
	 * was asked to so far.
	 */
	private static long writtenBytes(TcpSocket<?> socket) {
		onLoop(socket, () -> true);
		return socket.bytesWritten();
	}

	private static void onLoop(TcpSocket<?> socket, BooleanSupplier action) {
		CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(action::getAsBoolean,
				((SocketFront<?>) socket).loop());
		assertThat(done.join()).isTrue();
	}

}
