package io.tcpboot;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;
import org.jspecify.annotations.Nullable;

/**
 * Where the hammer works: on ports of the loopback interface, or on unix sockets in a
 * folder.
 */
final class HammerPlace {

	private final @Nullable Path folder;

	private final AtomicInteger servers = new AtomicInteger();

	private HammerPlace(@Nullable Path folder) {
		this.folder = folder;
	}

	static HammerPlace ports() {
		return new HammerPlace(null);
	}

	static HammerPlace unixSockets(Path folder) {
		return new HammerPlace(folder);
	}

	ServerOptions.Builder server() {
		return (this.folder != null) ? ServerOptions.builder().path(anyPath(this.folder)) : TestLoop.anyPort();
	}

	private Path anyPath(Path folder) {
		return folder.resolve(this.servers.incrementAndGet() + ".sock");
	}

	ClientOptions.Builder client(TcpListener<?> listener) {
		return (this.folder != null) ? ClientOptions.builder().path(Path.of(listener.name())) : client(listener.port());
	}

	private static ClientOptions.Builder client(int port) {
		return ClientOptions.builder().host("127.0.0.1").port(port);
	}

	Peer peer(TcpListener<?> listener) throws IOException {
		return (this.folder != null) ? Peer.connect(Path.of(listener.name())) : Peer.connect(listener.port());
	}

	/**
	 * A server of plain sockets.
	 */
	PlainServer plainServer() throws IOException {
		if (this.folder != null) {
			Path path = anyPath(this.folder);
			return new PlainServer(Peer.listen(path), path);
		}
		return new PlainServer(Peer.listen(), null);
	}

	/**
	 * A plain server and how to get there.
	 */
	record PlainServer(ServerSocket server, @Nullable Path path) implements AutoCloseable {

		ClientOptions.Builder client() {
			return (this.path != null) ? ClientOptions.builder().path(this.path)
					: HammerPlace.client(this.server.getLocalPort());
		}

		Peer accept() throws IOException {
			return Peer.accept(this.server);
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
