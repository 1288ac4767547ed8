package io.tcpboot;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of writing by threads that wait.
 */
class WriteFullyTests {

	private static final int MUCH = 2_000_000;

	private final Events events = new Events();

	@Test
	@DisplayName("B38 writeFully waits for room as often as it takes, and never exceeds the mark")
	void whenThePeerReadsSlowlyEverythingIsWritten() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CompletableFuture<Throwable> writer = write(socket, Flow.buffer(MUCH));
			Flow.untilStalled(socket);
			assertThat(socket.pendingBytes()).isLessThanOrEqualTo(SocketOptions.defaults().highWaterMark());
			assertThat(writer).isNotDone();
			assertThat(pair.peer.read(MUCH)).isEqualTo(Flow.bytes(MUCH));
			assertThat(writer.get(20, TimeUnit.SECONDS)).isNull();
			assertThat(this.events.all()).doesNotContain("drain");
		}
	}

	@Test
	@DisplayName("B38 messages that two threads write fully do not mix")
	void whenTwoThreadsWriteFullyTheirMessagesDoNotMix() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CompletableFuture<Throwable> one = write(socket, Flow.buffer(MUCH));
			CompletableFuture<Throwable> two = write(socket, Flow.buffer(MUCH));
			assertThat(pair.peer.read(MUCH)).isEqualTo(Flow.bytes(MUCH));
			assertThat(pair.peer.read(MUCH)).isEqualTo(Flow.bytes(MUCH));
			assertThat(one.get(20, TimeUnit.SECONDS)).isNull();
			assertThat(two.get(20, TimeUnit.SECONDS)).isNull();
		}
	}

	@Test
	@DisplayName("B38 writeFully goes on though drain handlers take the room before it wakes")
	void whenTheDrainHandlerTakesTheRoomWriteFullyGoesOn() throws Exception {
		int[] left = { MUCH };
		try (Pair pair = Pair.narrow(this.events.handlers().drain((socket) -> {
			int taken;
			while (left[0] > 0 && (taken = socket.write(new byte[Math.min(left[0], 1000)])) > 0) {
				left[0] -= taken;
			}
		}).build())) {
			TcpSocket<String> socket = this.events.socket();
			long filled = Flow.onLoop(socket, () -> Flow.fill(socket));
			CompletableFuture<Throwable> writer = write(socket, Flow.buffer(MUCH));
			pair.peer.read((int) filled + 2 * MUCH);
			assertThat(writer.get(20, TimeUnit.SECONDS)).isNull();
		}
	}

	@Test
	@DisplayName("B40 writeFully fails when the socket ends meanwhile, and tells what was taken")
	void whenTheSocketEndsMeanwhileWriteFullyFails() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			ByteBuf bytes = Flow.buffer(MUCH);
			CompletableFuture<Throwable> writer = write(socket, bytes);
			Flow.untilStalled(socket);
			socket.end();
			assertThat(writer.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
			assertThat(pair.peer.readAll()).isEqualTo(Flow.bytes(bytes.readerIndex()));
		}
	}

	@Test
	@DisplayName("B40 writeFully fails when the socket is terminated meanwhile")
	void whenTheSocketIsTerminatedMeanwhileWriteFullyFails() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CompletableFuture<Throwable> writer = write(socket, Flow.buffer(MUCH));
			Flow.untilStalled(socket);
			socket.terminate();
			assertThat(writer.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
			assertThat(write(socket, Flow.buffer(1)).get(20, TimeUnit.SECONDS))
				.isInstanceOf(ClosedChannelException.class);
			assertThat(pair.peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B38 a thread that is interrupted meanwhile stops, and knows how much was taken")
	void whenInterruptedMeanwhileWriteFullyStops() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			AtomicReference<Throwable> failure = new AtomicReference<>();
			ByteBuf bytes = Flow.buffer(MUCH);
			Thread thread = new Thread(() -> {
				failure.set(failureOf(socket, bytes));
				this.events.add("interrupted " + Thread.currentThread().isInterrupted());
			});
			thread.start();
			Flow.untilStalled(socket);
			thread.interrupt();
			this.events.await("interrupted true");
			assertThat(failure.get()).isInstanceOfSatisfying(InterruptedIOException.class,
					(ex) -> assertThat(ex.bytesTransferred).isEqualTo(bytes.readerIndex()).isPositive());
			socket.end();
			assertThat(pair.peer.readAll()).isEqualTo(Flow.bytes(bytes.readerIndex()));
		}
	}

	@Test
	@DisplayName("B38 writeFully is refused on the event loop")
	void whenCalledOnTheLoopWriteFullyIsRefused() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(Flow.onLoop(socket, () -> failureOf(socket, Flow.buffer(1))))
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("event loop");
			socket.end();
			assertThat(pair.peer.readAll()).isEmpty();
		}
	}

	private static CompletableFuture<Throwable> write(TcpSocket<?> socket, ByteBuf bytes) {
		CompletableFuture<Throwable> done = new CompletableFuture<>();
		new Thread(() -> done.complete(failureOf(socket, bytes))).start();
		return done;
	}

	private static Throwable failureOf(TcpSocket<?> socket, ByteBuf bytes) {
		return catchThrowable(() -> socket.writeFully(bytes));
	}

}
