package io.tcpboot;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of echoes in every shape to a peer that reads slowly through small buffers, so
 * that the kernel takes a part of nearly everything.
 */
class DirectWriteTests {

	private static final int[] SIZES = { 1, 100, 4096, 5000, 64 * 1024, 300_000, 1024 * 1024 };

	private final Events events = new Events();

	private final Events others = new Events();

	@ParameterizedTest(name = "{0}, {2} bytes")
	@MethodSource("shapes")
	@DisplayName("B38 B45 an echo to a slow peer with small buffers comes back whole, and is counted right")
	void whenThePeerReadsSlowlyTheEchoIsWhole(String name, Shape shape, int length) throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().data(shape::echo).build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatEchoIsWhole(pair.peer, pair.peer, length);
			assertThatAllIsSent(socket, length);
		}
	}

	static Stream<Arguments> shapes() {
		return Stream.of(
		// @formatter:off
				Arguments.of("send", (Shape) TcpSocket::send),
				Arguments.of("a part, then the rest", (Shape) (socket, bytes) -> {
					socket.send(bytes.readSlice(bytes.readableBytes() / 3));
					socket.send(bytes);
				}),
				Arguments.of("parts, flushed", (Shape) (socket, bytes) -> {
					while (bytes.isReadable()) {
						socket.send(bytes.readSlice(Math.min(7000, bytes.readableBytes())));
						socket.flush();
					}
				}),
				Arguments.of("parts, small and large in turn", (Shape) (socket, bytes) -> {
					for (int part = 10; bytes.isReadable(); part = (part == 10) ? 9000 : 10) {
						socket.send(bytes.readSlice(Math.min(part, bytes.readableBytes())));
					}
				}),
				Arguments.of("read-only", (Shape) (socket, bytes) -> socket.send(bytes.asReadOnly())),
				Arguments.of("read-only heap", (Shape) (socket, bytes) -> {
					ByteBuf copy = Unpooled.copiedBuffer(bytes);
					socket.send(copy.asReadOnly());
					copy.release();
				}),
				Arguments.of("read-only in two pieces", (Shape) (socket, bytes) -> {
					int half = bytes.readableBytes() / 2;
					ByteBuf both = Unpooled.wrappedBuffer(bytes.readRetainedSlice(half), bytes.retain());
					socket.send(both.asReadOnly());
					both.release();
				}),
				Arguments.of("heap", (Shape) (socket, bytes) -> {
					ByteBuf copy = Unpooled.copiedBuffer(bytes);
					socket.send(copy);
					copy.release();
				}),
				Arguments.of("byte[]", (Shape) (socket, bytes) -> socket.send(ByteBufUtil.getBytes(bytes))),
				Arguments.of("ByteBuffer", (Shape) (socket, bytes) -> socket.send(bytes.nioBuffer())),
				Arguments.of("duplicate", (Shape) (socket, bytes) -> socket.send(bytes.duplicate())),
				Arguments.of("corked", (Shape) (socket, bytes) -> socket.cork((corked) -> {
					corked.send(bytes.readSlice(bytes.readableBytes() / 2));
					corked.flush();
					corked.send(bytes);
				})),
				Arguments.of("another thread, meanwhile", (Shape) (socket, bytes) ->
						ForkJoinPool.commonPool().submit(() -> socket.send(bytes)).join()),
				Arguments.of("another thread, later", (Shape) Flow::sendLater)
			// @formatter:on
		)
			.flatMap((shape) -> Stream.of(SIZES)
				.flatMapToInt(Arrays::stream)
				.mapToObj((size) -> Arguments.of(shape.get()[0], shape.get()[1], size)));
	}

	@ParameterizedTest(name = "{0} bytes")
	@MethodSource("sizes")
	@DisplayName("B38 B42 a partial write that goes on in drain comes back whole")
	void whenEachWriteIsPartialTheEchoIsWhole(int length) throws Exception {
		ByteBuf rest = Unpooled.buffer();
		SocketOptions options = SocketOptions.builder().highWaterMark(20_000).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().data((socket, bytes) -> {
			socket.write(bytes);
			if (bytes.isReadable()) {
				rest.writeBytes(bytes);
				socket.pause();
			}
		}).drain((socket) -> {
			socket.write(rest);
			if (!rest.isReadable()) {
				socket.resume();
			}
		}).build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatEchoIsWhole(pair.peer, pair.peer, length);
			assertThatAllIsSent(socket, length);
		}
	}

	@ParameterizedTest(name = "{0} bytes")
	@MethodSource("sizes")
	@DisplayName("B45 chunks that go to another socket arrive there whole")
	void whenSentToAnotherSocketItIsWhole(int length) throws Exception {
		try (Pair to = Pair.narrow(this.others.handlers().build())) {
			TcpSocket<String> other = this.others.socket();
			try (Pair from = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
				ByteBuf readOnly = bytes.readSlice(bytes.readableBytes() / 2).asReadOnly();
				other.send(readOnly);
				other.send(bytes);
			}).build())) {
				assertThatEchoIsWhole(from.peer, to.peer, length);
				assertThatAllIsSent(other, length);
			}
		}
	}

	static IntStream sizes() {
		return Arrays.stream(SIZES);
	}

	private static void assertThatEchoIsWhole(Peer from, Peer to, int length) throws Exception {
		try (Chatter chatter = Chatter.of(from, Flow.bytes(length))) {
			assertThat(Flow.readStream(to.socket().getInputStream(), 0, length)).isEqualTo(length);
			chatter.awaitSent();
		}
	}

	private static void assertThatAllIsSent(TcpSocket<?> socket, int length) throws Exception {
		socket.flush().toCompletableFuture().get(20, TimeUnit.SECONDS);
		assertThat(socket.bytesWritten()).isEqualTo(length);
		assertThat(socket.pendingBytes()).isZero();
	}

	@FunctionalInterface
	interface Shape {

		void echo(TcpSocket<String> socket, ByteBuf bytes);

	}

}
