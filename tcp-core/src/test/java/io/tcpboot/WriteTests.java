package io.tcpboot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what {@code write} takes and answers.
 */
class WriteTests {

	private static final byte[] ONE = { 1 };

	private final Events events = new Events();

	@Test
	@DisplayName("B38 the sum of what write took is bytesWritten, and what the peer receives")
	void whenWrittenUntilFullThePeerReceivesWhatWasTaken() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long taken = Flow.onLoop(socket, () -> Flow.fill(socket));
			socket.end();
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(taken);
			pair.peer.finish();
			this.events.await("close LOCAL_END");
			assertThat(socket.bytesWritten()).isEqualTo(taken);
			assertThat(socket.pendingBytes()).isZero();
		}
	}

	@Test
	@DisplayName("B38 write from another thread never waits for the peer")
	void whenThePeerReadsNothingWriteReturnsAllTheSame() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long taken = 0;
			for (int i = 0; i < 1000; i++) {
				taken += socket.write(Flow.bytes(taken, 1000));
			}
			socket.end();
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(taken);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 1000, 64 * 1024, 1_000_000 })
	@DisplayName("B39 a peer that does not read: a part is taken, then nothing; the limit is the mark, and visible")
	void whenThePeerReadsNothingWriteStopsAtTheMark(int mark) throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(mark).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().data((socket, bytes) -> {
			assertThat(socket.write(Flow.bytes(mark + 1))).isEqualTo(mark);
			while (socket.write(ONE) > 0) {
				assertThat(socket.pendingBytes()).isBetween(1L, (long) mark);
			}
			assertThat(socket.pendingBytes()).isEqualTo(mark);
			assertThat(socket.isWritable()).isFalse();
			assertThat(socket.write(Flow.bytes(mark + 1))).isZero();
			this.events.add("checked");
		}).build())) {
			pair.peer.send("x");
			Events.until(() -> this.events.all().size() > 1);
			assertThat(this.events.all()).startsWith("open", "checked");
			this.events.socket().terminate();
		}
	}

	@Test
	@DisplayName("B40 full answers 0, and so does an empty write, but the socket is writable then")
	void whenNothingIsWrittenTheAnswerIsNotThatOfAFullSocket() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(1000).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(writeNothing(socket)).containsOnly(0);
			assertThat(socket.isWritable()).isTrue();
			List<Object> full = Flow.onLoop(socket, () -> {
				Flow.fill(socket);
				return List.of(socket.write(ONE), socket.isWritable(), socket.isOpen());
			});
			assertThat(full).containsExactly(0, false, true);
			pair.peer.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "end", "close", "terminate", "peer" })
	@DisplayName("B40 a socket that takes no more answers CLOSED to every kind of write")
	void whenClosedEveryWriteAnswersClosed(String how) throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			switch (how) {
				case "end" -> socket.end();
				case "close" -> socket.close();
				case "terminate" -> socket.terminate();
				default -> pair.peer.close();
			}
			Events.until(() -> !socket.isOpen());
			assertThat(writeSomething(socket)).containsOnly(TcpSocket.CLOSED);
			assertThat(writeNothing(socket)).containsOnly(TcpSocket.CLOSED);
			assertThat(socket.send(ONE)).isFalse();
			assertThat(socket.isWritable()).isFalse();
		}
	}

	private static List<Integer> writeSomething(TcpSocket<?> socket) {
		return List.of(socket.write(ONE), socket.write(ONE, 0), socket.write(ONE, 0, 1),
				socket.write(ByteBuffer.wrap(ONE)), socket.write(Unpooled.wrappedBuffer(ONE)), socket.write("x"));
	}

	private static List<Integer> writeNothing(TcpSocket<?> socket) {
		return List.of(socket.write(new byte[0]), socket.write(ONE, 1), socket.write(ONE, 0, 0),
				socket.write(ByteBuffer.allocate(0)), socket.write(Unpooled.EMPTY_BUFFER), socket.write(""));
	}

	@Test
	@DisplayName("B41 between end(data) and its completion the answer is closed too")
	void whenEndingWithMuchPendingWriteAnswersClosed() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.end(Flow.bytes(3_000_000))).isTrue();
			assertThat(writeSomething(socket)).containsOnly(TcpSocket.CLOSED);
			assertThat(socket.send(ONE)).isFalse();
			assertThat(socket.end(ONE)).isFalse();
			assertThat(socket.pendingBytes()).isPositive();
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(3_000_000);
		}
	}

	@Test
	@DisplayName("B46 a slice is written, and nothing around it")
	void whenASliceIsWrittenOnlyItArrives() throws Exception {
		byte[] bytes = "0123456789".getBytes(StandardCharsets.US_ASCII);
		ByteBuffer buffer = ByteBuffer.wrap(bytes).position(2).limit(4);
		ByteBuf buf = Unpooled.wrappedBuffer(bytes).setIndex(7, 9);
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.write(bytes, 3, 2)).isEqualTo(2);
			assertThat(socket.write(bytes, 8)).isEqualTo(2);
			assertThat(socket.write(buffer)).isEqualTo(2);
			assertThat(socket.write(buf)).isEqualTo(2);
			assertThat(socket.send(bytes, 5, 1)).isTrue();
			socket.end();
			assertThat(pair.peer.readAllText()).isEqualTo("348923785");
			assertThat(buffer.position()).isEqualTo(4);
			assertThat(buf.readerIndex()).isEqualTo(9);
		}
	}

	@Test
	@DisplayName("B46 a slice outside the array is refused before any byte is taken")
	void whenASliceIsOutsideTheArrayNothingIsTaken() throws Exception {
		int[][] slices = { { -1, 1 }, { 0, 11 }, { 10, 1 }, { 11, 0 }, { 0, -1 }, { 5, Integer.MAX_VALUE } };
		byte[] bytes = new byte[10];
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			for (int[] slice : slices) {
				assertOutOfBounds(() -> socket.write(bytes, slice[0], slice[1]));
				assertOutOfBounds(() -> socket.send(bytes, slice[0], slice[1]));
			}
			assertOutOfBounds(() -> socket.write(bytes, 11));
			assertOutOfBounds(() -> socket.write(bytes, -1));
			socket.end();
			assertThat(pair.peer.readAll()).isEmpty();
		}
	}

	private static void assertOutOfBounds(ThrowingCallable call) {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
	}

	@Test
	@DisplayName("B46 after a short write the buffer stands at the first byte that was not taken")
	void whenOnlyAPartIsTakenTheBufferStandsBehindIt() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(10).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			writeAPart(socket);
			assertThat(pair.peer.read(20)).isEqualTo(Flow.bytes(2, 20));
			Flow.onLoop(socket, () -> {
				writeAPart(socket);
				return true;
			});
			assertThat(pair.peer.read(20)).isEqualTo(Flow.bytes(2, 20));
		}
	}

	private static void writeAPart(TcpSocket<String> socket) {
		ByteBuf buf = Flow.buffer(30).setIndex(2, 30);
		ByteBuffer buffer = ByteBuffer.wrap(Flow.bytes(30)).position(12);
		socket.cork((corked) -> assertThat(corked.write(buf)).isEqualTo(10));
		socket.flush().toCompletableFuture().join();
		socket.cork((corked) -> assertThat(corked.write(buffer)).isEqualTo(10));
		assertThat(buf.readerIndex()).isEqualTo(12);
		assertThat(buf.refCnt()).isOne();
		assertThat(List.of(buffer.position(), buffer.limit())).containsExactly(22, 30);
	}

	@Test
	@DisplayName("B51 a write to a connection that the peer has reset answers closed, and close tells of the reset")
	void whenThePeerHasResetTheWriteAnswersClosed() throws Exception {
		CompletableFuture<Void> reset = new CompletableFuture<>();
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			reset.join();
			socket.write(ONE);
			socket.flush();
			this.events.add("answer " + socket.write(ONE));
		}).build())) {
			pair.peer.send("x");
			this.events.await("data");
			pair.peer.reset();
			reset.complete(null);
			assertThat(this.events.awaitClose()).containsExactly("open", "data", "answer -1", "close RESET");
			assertThat(this.events.socket().closeCause()).isInstanceOf(IOException.class);
		}
	}

}
