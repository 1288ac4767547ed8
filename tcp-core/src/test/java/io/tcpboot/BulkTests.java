package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of much data to a reader that stops for a while, and of the memory that it costs.
 */
class BulkTests {

	private static final int TOTAL = 32 * 1024 * 1024;

	private static final int READ_FIRST = 5 * 1024 * 1024;

	/** The allocator takes chunks of about a megabyte, some for each thread. */
	private static final long BOUND = 8 * 1024 * 1024;

	private final Events events = new Events();

	private volatile int position;

	@Test
	@DisplayName("B44 write until short, go on in drain: 32 MiB to a slow reader, intact and with little memory")
	void whenWrittenInPartsEverythingArrivesAndMemoryIsBounded() throws Exception {
		try (Pair pair = Pair
			.narrow(this.events.handlers().data((socket, bytes) -> writeOn(socket)).drain(this::writeOn).build())) {
			long before = Flow.directMemory();
			pair.peer.send("x");
			InputStream in = pair.peer.socket().getInputStream();
			Flow.readStream(in, 0, READ_FIRST);
			TcpSocket<String> socket = this.events.socket();
			Flow.untilStalled(socket);
			assertThat(socket.pendingBytes()).isLessThanOrEqualTo(SocketOptions.defaults().highWaterMark());
			assertThat(Flow.directMemory() - before).isLessThan(BOUND);
			assertThat(Flow.readStream(in, READ_FIRST)).isEqualTo(TOTAL);
		}
	}

	private void writeOn(TcpSocket<String> socket) {
		while (this.position < TOTAL) {
			int taken = socket.write(Flow.bytes(this.position, Math.min(50_000, TOTAL - this.position)));
			if (taken == 0) {
				return;
			}
			this.position += taken;
		}
		socket.end();
	}

	@Test
	@DisplayName("B44 B48 an echo of 32 MiB to a slow reader comes back intact and with little memory")
	void whenAnEchoIsReadSlowlyEverythingArrivesAndMemoryIsBounded() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build())) {
			long before = Flow.directMemory();
			CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> sendAll(pair.peer));
			InputStream in = pair.peer.socket().getInputStream();
			Flow.readStream(in, 0, READ_FIRST);
			TcpSocket<String> socket = this.events.socket();
			Flow.untilStalled(socket);
			assertThat(Flow.directMemory() - before).isLessThan(BOUND);
			assertThat(socket.pendingBytes()).isLessThan(2 * SocketOptions.defaults().highWaterMark() + 1);
			assertThat(Flow.readStream(in, READ_FIRST)).isEqualTo(TOTAL);
			sender.join();
		}
	}

	private static void sendAll(Peer peer) {
		try {
			OutputStream out = peer.socket().getOutputStream();
			for (int sent = 0; sent < TOTAL; sent += 64 * 1024) {
				out.write(Flow.bytes(sent, 64 * 1024));
			}
			peer.finish();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	@DisplayName("B44 single bytes to a peer that reads nothing cost no more memory than the mark")
	void whenSingleBytesAreWrittenMemoryIsBounded() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(16 * 1024).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long taken = Flow.onLoop(socket, () -> Flow.fill(socket));
			pair.peer.read((int) taken);
			Events.until(() -> socket.pendingBytes() == 0);
			long before = Flow.directMemory();
			taken = 0;
			// Each on its own, so that each is flushed.
			while (socket.isWritable()) {
				taken += Flow.onLoop(socket, () -> socket.write(new byte[1]));
				taken += socket.write(new byte[1]);
			}
			assertThat(Flow.directMemory() - before).isLessThan(BOUND);
			pair.peer.read((int) taken);
		}
	}

}
