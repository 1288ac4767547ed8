package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of several threads that write to one socket.
 */
class AnyThreadTests {

	private static final int MARK = 16 * 1024;

	private static final int WRITERS = 4;

	private static final int BYTES_EACH = 400_000;

	private final Events events = new Events();

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	@Test
	@DisplayName("B38 B39 write is right from any thread: the count, the order of each thread, the mark")
	void whenManyThreadsWriteEachKeepsItsOrderAndNoneExceedsTheMark() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(MARK).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			List<Thread> writers = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				writers.add(start(socket, i));
			}
			checkRead(pair.peer.socket().getInputStream());
			for (Thread writer : writers) {
				writer.join();
			}
			assertThat(this.failure).hasNullValue();
			Events.until(() -> socket.bytesWritten() == WRITERS * BYTES_EACH);
			assertThat(socket.pendingBytes()).isZero();
		}
	}

	private Thread start(TcpSocket<String> socket, int writer) {
		Thread thread = new Thread(() -> writeAll(socket, writer));
		thread.setUncaughtExceptionHandler((failed, cause) -> this.failure.set(cause));
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * The first writer writes on the event loop, the second in corks.
	 */
	private static void writeAll(TcpSocket<String> socket, int writer) {
		byte[] bytes = new byte[BYTES_EACH];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (writer << 6 | i & 63);
		}
		int[] done = { 0 };
		while (done[0] < bytes.length) {
			int length = Math.min(1 + done[0] % 3000, bytes.length - done[0]);
			int before = done[0];
			switch (writer) {
				case 0 -> done[0] += onLoop(socket, bytes, before, length);
				case 1 -> socket.cork((corked) -> done[0] += corked.write(bytes, before, length));
				default -> done[0] += socket.write(bytes, before, length);
			}
			if (done[0] < before) {
				throw new AssertionError("closed");
			}
			if (socket.pendingBytes() > MARK) {
				throw new AssertionError(socket.pendingBytes() + " bytes pending");
			}
		}
	}

	private static int onLoop(TcpSocket<String> socket, byte[] bytes, int offset, int length) {
		return CompletableFuture
			.supplyAsync(() -> socket.write(bytes, offset, length), ((SocketFront<?>) socket).loop())
			.join();
	}

	/**
	 * Read what all have written; the upper bits of a byte name its writer.
	 */
	private void checkRead(InputStream in) throws IOException {
		int[] next = new int[WRITERS];
		byte[] read = new byte[64 * 1024];
		for (int left = WRITERS * BYTES_EACH; left > 0;) {
			int length = in.read(read);
			for (int i = 0; i < length; i++) {
				int writer = (read[i] & 0xff) >> 6;
				assertThat(read[i] & 63).isEqualTo(next[writer]++ & 63);
			}
			left -= length;
		}
		assertThat(next).containsOnly(BYTES_EACH);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 10_000 })
	@DisplayName("B48 what another thread wrote before goes out before, whatever the event loop writes then")
	void whenAThreadWritesBeforeTheLoopItsBytesComeFirst(int length) throws Exception {
		ByteBuf bytes = Flow.buffer(length).asReadOnly();
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, chunk) -> {
			CompletableFuture.runAsync(() -> socket.send("first")).join();
			socket.send(bytes);
		}).build())) {
			pair.peer.send("x");
			assertThat(pair.peer.readText(5)).isEqualTo("first");
			assertThat(pair.peer.read(length)).isEqualTo(Flow.bytes(length));
		}
	}

	@Test
	@DisplayName("B48 what the event loop wrote before goes out before what another thread writes then")
	void whenTheLoopWritesBeforeAThreadItsBytesComeFirst() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, chunk) -> {
			socket.send("first");
			CompletableFuture.runAsync(() -> socket.send("second")).join();
			socket.send("third");
		}).build())) {
			pair.peer.send("x");
			assertThat(pair.peer.readText(16)).isEqualTo("firstsecondthird");
		}
	}

}
