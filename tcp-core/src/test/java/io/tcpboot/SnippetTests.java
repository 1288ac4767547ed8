package io.tcpboot;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the snippets of the README and the pages under docs, as they stand there.
 */
class SnippetTests {

	@Test
	void readme() throws Exception {
		ByteBuf message = Unpooled.buffer().writeZero(1024 * 1024);
		// @formatter:off
TcpListener<Session> listener = Tcp.listen(ServerOptions.port(0),
		SocketHandlers.<Session>builder()
			.open((socket) -> socket.data(new Session(socket.id(), Instant.now())))
			.data((socket, bytes) -> socket.send(bytes))
			.build());
TcpSocket<ByteBuf> socket = Tcp
	.connect(ClientOptions.to("localhost", listener.port()),
			SocketHandlers.<ByteBuf>builder()
				.open((opened) -> opened.write(opened.data()))
				.drain((opened) -> opened.write(opened.data()))
				.discardData()
				.build(),
			message)
	.join();
		// @formatter:on
		Events.until(() -> socket.bytesRead() == 1024 * 1024);
		listener.close();
	}

	@Test
	void sockets() throws Exception {
		// @formatter:off
SocketHandlers<Void> slow = SocketHandlers.<Void>builder()
	.asyncData((socket, bytes) -> lookUp(bytes.toString(UTF_8)).thenAccept(socket::send))
	.build();
SocketHandlers<ByteBuf> producer = SocketHandlers.<ByteBuf>builder()
	.open((socket) -> socket.write(socket.data()))
	.drain((socket) -> socket.write(socket.data()))
	.discardData()
	.build();
		// @formatter:on
		try (TcpListener<Void> lookUp = TestLoop.listen(slow);
				TcpListener<ByteBuf> produce = TestLoop.LOOP.listen(TestLoop.anyPort().build(), producer,
						() -> Unpooled.buffer().writeZero(1024 * 1024));
				Peer asker = Peer.connect(lookUp.port());
				Peer reader = Peer.connect(produce.port())) {
			assertThat(asker.send("abc").readText(3)).isEqualTo("ABC");
			assertThat(reader.read(1024 * 1024)).hasSize(1024 * 1024);
		}
	}

	private static CompletionStage<String> lookUp(String key) {
		return CompletableFuture.supplyAsync(() -> key.toUpperCase(java.util.Locale.ROOT));
	}

	@Test
	void servers() throws Exception {
		SocketHandlers<Device> handlers = SocketHandlers.<Device>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		// @formatter:off
ServerOptions options = ServerOptions.builder()
	.name("tracker")
	.host("localhost")
	.port(0)
	.maxConnections(10_000)
	.maxConnectionsPerAddress(100)
	.socket(SocketOptions.builder().idleTimeout(Duration.ofMinutes(5)).build())
	.build();
TcpListener<Device> tracker = Tcp.listen(options, handlers, Device::new);
try (TcpEventLoop loop = TcpEventLoop.builder().threads(1).name("game").build()) {
	TcpListener<Device> game = loop.listen(options, handlers);
	serve(game);
}
		// @formatter:on
		serve(tracker);
		// @formatter:off
tracker.reload(options.toBuilder().port(0).maxConnections(20_000).build());
		// @formatter:on
		serve(tracker);
		clients(handlers, tracker.port());
		tracker.close();
	}

	private void clients(SocketHandlers<Device> handlers, int port) {
		// @formatter:off
CompletableFuture<TcpSocket<Device>> connecting = Tcp.connect(
		ClientOptions.builder().host("localhost").port(port).connectTimeout(Duration.ofSeconds(3)).build(), handlers,
		new Device());
		// @formatter:on
		assertThat(connecting.join().data()).isNotNull();
	}

	@Test
	void unix(@TempDir Path folder) {
		Path path = folder.resolve("device.sock");
		SocketHandlers<Device> handlers = SocketHandlers.<Device>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		// @formatter:off
ServerOptions options = ServerOptions.builder()
	.path(path)
	.permissions(PosixFilePermissions.fromString("rw-rw----"))
	.reclaimStale(true)
	.build();
TcpListener<Device> local = Tcp.listen(options, handlers, Device::new);
CompletableFuture<TcpSocket<Device>> device = Tcp.connect(ClientOptions.unix(path), handlers, new Device());
		// @formatter:on
		assertThat(device.join().isOpen()).isTrue();
		device.join().close();
		local.close();
	}

	private static void serve(TcpListener<Device> listener) throws Exception {
		try (Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.send("x").readText(1)).isEqualTo("x");
		}
	}

	record Session(String id, Instant since) {
	}

	static final class Device {

	}

}
