package io.tcpboot;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Collects what one socket receives, for messages too long for {@link Events}.
 */
final class Received {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final CompletableFuture<TcpSocket<String>> socket = new CompletableFuture<>();

	private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

	/**
	 * Return a builder whose handlers only collect; a test adds what it needs.
	 */
	SocketHandlers.Builder<String> handlers() {
		return SocketHandlers.<String>builder()
			.open(this.socket::complete)
			.data(this::data)
			.close((socket, reason) -> this.whole.complete(this.bytes.toByteArray()));
	}

	void data(TcpSocket<String> socket, ByteBuf bytes) throws Exception {
		bytes.readBytes(this.bytes, bytes.readableBytes());
	}

	/**
	 * Wait for the socket to open.
	 */
	TcpSocket<String> socket() throws Exception {
		return this.socket.get(20, TimeUnit.SECONDS);
	}

	/**
	 * Wait for the close, and return everything.
	 */
	byte[] awaitClose() throws Exception {
		return this.whole.get(20, TimeUnit.SECONDS);
	}

	/**
	 * Fail unless the message arrived whole, with nothing before or behind it.
	 */
	static void assertWhole(byte[] received, byte[] sent) {
		assertThat(received.length).as("bytes received").isEqualTo(sent.length);
		assertThat(Arrays.mismatch(received, sent)).as("index of the first wrong byte").isEqualTo(-1);
	}

}
