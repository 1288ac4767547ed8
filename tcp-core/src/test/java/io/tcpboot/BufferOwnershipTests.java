package io.tcpboot;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of whose a buffer is after a write: what was passed is the caller's, to change or
 * to release.
 */
class BufferOwnershipTests {

	private static final int SMALL = 100;

	private static final int LARGE = 20_000;

	private final Events events = new Events();

	@ParameterizedTest(name = "{0}, {2} bytes")
	@MethodSource("waysToWrite")
	@DisplayName("B45 the caller may change its buffer as soon as a write on the event loop returns")
	void whenTheBufferIsChangedAfterAWriteOnTheLoopTheOldBytesArrive(String name, Way way, int length)
			throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			way.writeAndOverwrite(socket, Flow.bytes(length));
			socket.end();
		}).build())) {
			pair.peer.send("x");
			assertThat(pair.peer.readAll()).isEqualTo(Flow.bytes(length));
		}
	}

	@ParameterizedTest(name = "{0}, {2} bytes")
	@MethodSource("waysToWrite")
	@DisplayName("B45 the caller may change its buffer as soon as a write on another thread returns")
	void whenTheBufferIsChangedAfterAWriteElsewhereTheOldBytesArrive(String name, Way way, int length)
			throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			// The cork is out only when the buffer is changed.
			socket.cork((corked) -> way.writeAndOverwrite(corked, Flow.bytes(length)));
			socket.end();
			assertThat(pair.peer.readAll()).isEqualTo(Flow.bytes(length));
		}
	}

	static Stream<Arguments> waysToWrite() {
		return Stream.of(SMALL, LARGE).flatMap((length) -> Stream.of(
		// @formatter:off
				Arguments.of("write(byte[])", (Way) (socket, bytes) -> {
					socket.write(bytes);
					Arrays.fill(bytes, (byte) 'x');
				}, length),
				Arguments.of("send(byte[])", (Way) (socket, bytes) -> {
					socket.send(bytes);
					Arrays.fill(bytes, (byte) 'x');
				}, length),
				Arguments.of("end(byte[])", (Way) (socket, bytes) -> {
					socket.end(bytes);
					Arrays.fill(bytes, (byte) 'x');
				}, length),
				Arguments.of("write(ByteBuffer)", (Way) (socket, bytes) -> {
					socket.write(ByteBuffer.wrap(bytes));
					Arrays.fill(bytes, (byte) 'x');
				}, length),
				Arguments.of("send(ByteBuffer)", (Way) (socket, bytes) -> {
					ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
					socket.send(direct);
					direct.clear().put(new byte[bytes.length]);
				}, length),
				Arguments.of("write(ByteBuf)", (Way) (socket, bytes) -> {
					ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
					socket.write(buffer);
					overwriteAndRelease(buffer);
				}, length),
				Arguments.of("send(ByteBuf)", (Way) (socket, bytes) -> {
					ByteBuf buffer = ByteBufAllocator.DEFAULT.heapBuffer().writeBytes(bytes);
					socket.send(buffer);
					overwriteAndRelease(buffer);
				}, length),
				Arguments.of("end(ByteBuf)", (Way) (socket, bytes) -> {
					ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer().writeBytes(bytes);
					socket.end(buffer);
					overwriteAndRelease(buffer);
				}, length),
				Arguments.of("sink", (Way) (socket, bytes) -> {
					SocketSink sink = socket.sink(LARGE);
					sink.write(bytes);
					Arrays.fill(bytes, (byte) 'x');
					sink.flush();
				}, length)
			// @formatter:on
		));
	}

	@FunctionalInterface
	interface Way {

		void writeAndOverwrite(TcpSocket<?> socket, byte[] bytes);

	}

	private static void overwriteAndRelease(ByteBuf buffer) {
		buffer.setIndex(0, 0).writeZero(buffer.capacity());
		assertThat(buffer.refCnt()).isOne();
		assertThat(buffer.release()).isTrue();
	}

	@Test
	@DisplayName("B45 text may be changed as soon as the write returns")
	void whenABuilderIsChangedAfterTheWriteTheOldTextArrives() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			StringBuilder text = new StringBuilder("hello");
			this.events.socket().cork((socket) -> {
				socket.write(text);
				text.setLength(0);
				socket.send(text.append("world"));
				text.replace(0, 5, "xxxxx");
			});
			assertThat(pair.peer.readText(10)).isEqualTo("helloworld");
		}
	}

	@Test
	@DisplayName("B45 a thread that writes fully may change its array afterwards")
	void whenAnArrayIsChangedAfterWriteFullyTheOldBytesArrive() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			byte[] bytes = Flow.bytes(LARGE);
			this.events.socket().writeFully(bytes);
			Arrays.fill(bytes, (byte) 'x');
			assertThat(pair.peer.read(LARGE)).isEqualTo(Flow.bytes(LARGE));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("B45 a large read-only buffer is taken by reference, and given back when it is sent")
	void whenALargeBufferIsReadOnlyItIsTakenByReference(boolean onLoop) throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer().writeBytes(Flow.bytes(LARGE));
			ByteBuf readOnly = buffer.asReadOnly();
			Callable<Boolean> write = () -> {
				socket.cork((corked) -> {
					assertThat(corked.send(readOnly)).isTrue();
					assertThat(buffer.refCnt()).isEqualTo(2);
				});
				return true;
			};
			assertThat(onLoop ? Flow.onLoop(socket, write) : write.call()).isTrue();
			assertThat(pair.peer.read(LARGE)).isEqualTo(Flow.bytes(LARGE));
			Events.until(() -> buffer.refCnt() == 1);
			assertThat(readOnly.isReadable()).isFalse();
			buffer.release();
		}
	}

	@Test
	@DisplayName("B45 a small read-only buffer is copied")
	void whenASmallBufferIsReadOnlyItIsCopied() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			ByteBuf buffer = Unpooled.copiedBuffer(Flow.bytes(SMALL));
			this.events.socket().cork((socket) -> {
				assertThat(socket.send(buffer.asReadOnly())).isTrue();
				assertThat(buffer.refCnt()).isOne();
			});
			assertThat(pair.peer.read(SMALL)).isEqualTo(Flow.bytes(SMALL));
		}
	}

	@Test
	@DisplayName("B45 the chunk that data shows is echoed by reference, and given back when it is sent")
	void whenTheInboundChunkIsEchoedItIsTakenByReference() throws Exception {
		AtomicReference<ByteBuf> chunk = new AtomicReference<>();
		try (Pair pair = Pair.accepted(TestLoop.anyPort().acceptPaused(true),
				this.events.handlers().data((socket, bytes) -> {
					int before = bytes.refCnt();
					int length = bytes.readableBytes();
					socket.send(bytes);
					chunk.set(bytes);
					this.events.add((length >= 4096) ? "large " + (bytes.refCnt() - before) : "small");
				}).build())) {
			pair.peer.send(Flow.bytes(100_000));
			this.events.socket().resume();
			assertThat(pair.peer.read(100_000)).isEqualTo(Flow.bytes(100_000));
			assertThat(this.events.all()).contains("large 1").doesNotContain("large 0");
			Events.until(() -> chunk.get().refCnt() == 0);
		}
	}

	@Test
	@DisplayName("B45 the chunk of another socket is copied")
	void whenAChunkIsPassedToAnotherSocketItIsCopied() throws Exception {
		Events target = new Events();
		try (Pair to = Pair.accepted(target.handlers().build())) {
			TcpSocket<String> other = target.socket();
			try (Pair from = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
				other.send(bytes);
				this.events.add("references " + bytes.refCnt());
			}).build())) {
				from.peer.send(Flow.bytes(LARGE));
				assertThat(to.peer.read(LARGE)).isEqualTo(Flow.bytes(LARGE));
				assertThat(this.events.all()).startsWith("open", "references 1").doesNotContain("references 2");
			}
		}
	}

}
