package io.tcpboot;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the call that says that there is room again.
 */
class DrainTests {

	private static final int MARK = 10_000;

	private final Events events = new Events();

	@Test
	@DisplayName("B42 after a short write drain is called once when there is room, and again after the next")
	void whenAWriteWasShortDrainComesOnce() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			for (int round = 1; round <= 3; round++) {
				long taken = Flow.onLoop(socket, () -> {
					long filled = Flow.fill(socket);
					assertThat(socket.write("refused")).isZero();
					assertThat(socket.write("again")).isZero();
					return filled;
				});
				pair.peer.read((int) taken);
				Events.until(() -> socket.pendingBytes() == 0);
				Flow.onLoop(socket, () -> true);
				assertThat(this.events.count("drain")).isEqualTo(round);
			}
		}
	}

	@Test
	@DisplayName("B42 a send that was refused is followed by drain too")
	void whenASendWasRefusedDrainComes() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(MARK).maxPending(MARK).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long sent = Flow.onLoop(socket, () -> {
				long length = 0;
				while (socket.send(new byte[MARK])) {
					length += MARK;
				}
				return length;
			});
			pair.peer.read((int) sent);
			this.events.await("drain");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, MARK - 1 })
	@DisplayName("B42 drain comes when pending bytes are down at the low-water mark")
	void whenDrainIsCalledPendingBytesAreLow(int low) throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(MARK).lowWaterMark(low).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().drain((socket) -> {
			this.events.add(socket.pendingBytes() <= low ? "drain" : "early " + socket.pendingBytes());
		}).build())) {
			TcpSocket<String> socket = this.events.socket();
			long taken = Flow.onLoop(socket, () -> Flow.fill(socket));
			pair.peer.read((int) taken);
			this.events.await("drain");
			assertThat(this.events.all()).containsExactly("open", "drain");
		}
	}

	@Test
	@DisplayName("B42 after a text that did not fit drain comes, even if all else is sent meanwhile")
	void whenATextDidNotFitDrainComes() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(4).lowWaterMark(0).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CharSequence text = new SlowText(() -> {
				socket.flush();
				Events.until(() -> socket.bytesWritten() == 3 && Flow.onLoop(socket, () -> true));
			});
			socket.cork((corked) -> {
				assertThat(corked.write("abc")).isEqualTo(3);
				assertThat(corked.write(text)).isBetween(0, 1);
			});
			this.events.await("drain");
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
		}
	}

	@Test
	@DisplayName("B43 drain is never called inside of write, even if the kernel makes room there")
	void whenTheKernelMakesRoomInsideAWriteDrainWaits() throws Exception {
		AtomicBoolean writing = new AtomicBoolean();
		AtomicInteger left = new AtomicInteger(20);
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			writing.set(true);
			// Each write flushes what the one before has corked.
			for (int i = 0; i < 10; i++) {
				socket.write(new byte[70_000]);
			}
			writing.set(false);
		})
			.drain((socket) -> this.events.add(writing.get() ? "drain inside" : "drain " + left.decrementAndGet()))
			.build())) {
			pair.peer.send("x");
			this.events.await("drain 19");
			pair.peer.finish().readAll();
			this.events.awaitClose();
			assertThat(this.events.all()).containsExactly("open", "drain 19", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B43 no drain when no write was short, nor after pause, resume or a half-open FIN")
	void whenNoWriteWasShortThereIsNoDrain() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(MARK).allowHalfOpen(true).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.write(new byte[MARK])).isEqualTo(MARK);
			assertThat(socket.write(new byte[0])).isZero();
			assertThat(socket.send(new byte[5 * MARK])).isTrue();
			socket.pause();
			socket.resume();
			pair.peer.read(6 * MARK);
			pair.peer.finish();
			this.events.await("end");
			assertThat(socket.write(new byte[MARK])).isEqualTo(MARK);
			pair.peer.read(MARK);
			socket.close();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B43 no drain after the socket was ended")
	void whenEndedAfterAShortWriteThereIsNoDrain() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			Flow.onLoop(socket, () -> Flow.fill(socket));
			socket.end();
			pair.peer.readAll();
			pair.peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close LOCAL_END");
		}
	}

}
