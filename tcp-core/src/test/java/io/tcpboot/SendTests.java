package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code send}: all or nothing, past the high-water mark.
 */
class SendTests {

	private static final int MARK = 1000;

	private static final int MAX = 100_000;

	private static final SocketOptions OPTIONS = SocketOptions.builder().highWaterMark(MARK).maxPending(MAX).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B48 send keeps what the kernel does not take, past the mark and up to the bound, in order")
	void whenThePeerReadsNothingSendTakesUpToTheBound() throws Exception {
		try (Pair pair = Pair.narrow(OPTIONS, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long sent = Flow.onLoop(socket, () -> {
				long total = 0;
				while (socket.send(Flow.bytes(total, 3000))) {
					total += 3000;
				}
				assertThat(socket.pendingBytes()).isBetween(MAX - 2999L, (long) MAX);
				assertThat(socket.isWritable()).isFalse();
				assertThat(socket.isOpen()).isTrue();
				return total;
			});
			socket.end();
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(sent);
		}
	}

	@Test
	@DisplayName("B48 send takes nothing of what does not fit, and exactly what fits")
	void whenTheBytesDoNotFitNothingIsTaken() throws Exception {
		try (Pair pair = Pair.accepted(OPTIONS, this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				ByteBuf buf = Flow.buffer(MAX + 1);
				ByteBuffer buffer = ByteBuffer.wrap(Flow.bytes(MAX + 1));
				assertThat(socket.send(buf)).isFalse();
				assertThat(socket.send(buffer)).isFalse();
				assertThat(socket.send("x".repeat(MAX + 1))).isFalse();
				assertThat(socket.send(new byte[MAX + 1])).isFalse();
				assertThat(buf.readerIndex()).isZero();
				assertThat(buffer.position()).isZero();
				assertThat(socket.pendingBytes()).isZero();
				assertThat(socket.send(buf.writerIndex(MAX))).isTrue();
				assertThat(buf.isReadable()).isFalse();
				assertThat(socket.send("x")).isFalse();
			});
			assertThat(pair.peer.read(MAX)).isEqualTo(Flow.bytes(MAX));
		}
	}

	@Test
	@DisplayName("B48 sends of every kind arrive in their order")
	void whenSentInManyWaysTheOrderIsKept() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			int position = 0;
			for (int length : new int[] { 1, 5000, 20, 0, 40_000, 3, 2047, 2048, 16_384, 1 }) {
				socket.send(Flow.bytes(position, length));
				socket.send(ByteBuffer.wrap(Flow.bytes(position + length, length)));
				socket.write(Flow.bytes(position), position, 0);
				socket.send(Flow.buffer(position + 3 * length).asReadOnly().readerIndex(position + 2 * length));
				position += 3 * length;
			}
			socket.end();
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(position);
		}
	}

	@Test
	@DisplayName("B48 while more than the mark is pending reading pauses by itself: an echo holds the mark and one read")
	void whenAnEchoIsNotReadTheServerStopsReading() throws Exception {
		try (Pair pair = Pair.narrow(OPTIONS, echo())) {
			byte[] bytes = Flow.bytes(2_000_000);
			CompletableFuture<Void> sender = sendInBackground(pair, bytes);
			TcpSocket<String> socket = this.events.socket();
			Flow.untilStalled(socket);
			assertThat(sender).isNotDone();
			assertThat(socket.bytesRead()).isLessThan(bytes.length);
			assertThat(socket.isPaused()).isFalse();
			assertThat(pair.peer.read(bytes.length)).isEqualTo(bytes);
			sender.get(20, TimeUnit.SECONDS);
			assertThat(this.events.all()).doesNotContain("too much").doesNotContain("refused");
		}
	}

	@Test
	@DisplayName("B48 with the automatic pause switched off reading goes on")
	void whenTheAutomaticPauseIsOffReadingGoesOn() throws Exception {
		SocketOptions options = OPTIONS.toBuilder().maxPending(2_000_000).autoBackPressure(false).build();
		try (Pair pair = Pair.narrow(options, echo())) {
			byte[] bytes = Flow.bytes(2_000_000);
			sendInBackground(pair, bytes).get(20, TimeUnit.SECONDS);
			TcpSocket<String> socket = this.events.socket();
			Events.until(() -> socket.bytesRead() == bytes.length);
			assertThat(socket.pendingBytes()).isGreaterThan(MAX);
			assertThat(pair.peer.read(bytes.length)).isEqualTo(bytes);
		}
	}

	private SocketHandlers<String> echo() {
		return this.events.handlers().data((socket, bytes) -> {
			int one = bytes.readableBytes();
			if (!socket.send(bytes)) {
				this.events.add("refused");
			}
			if (socket.pendingBytes() > MARK + one) {
				this.events.add("too much");
			}
		}).build();
	}

	private static CompletableFuture<Void> sendInBackground(Pair pair, byte[] bytes) {
		return CompletableFuture.runAsync(() -> {
			try {
				pair.peer.send(bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

}
