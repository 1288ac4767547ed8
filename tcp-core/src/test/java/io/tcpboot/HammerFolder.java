package io.tcpboot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;

/**
 * Unix sockets in a folder.
 */
final class HammerFolder implements HammerPlace {

	private final Path folder;

	private final AtomicInteger servers = new AtomicInteger();

	HammerFolder(Path folder) {
		this.folder = folder;
	}

	@Override
	public ServerOptions.Builder server() {
		return ServerOptions.builder().path(newPath());
	}

	private Path newPath() {
		return this.folder.resolve(this.servers.incrementAndGet() + ".sock");
	}

	@Override
	public ClientOptions.Builder client(TcpListener<?> listener) {
		return ClientOptions.builder().path(Path.of(listener.name()));
	}

	@Override
	public Peer peer(TcpListener<?> listener) throws IOException {
		return Peer.connect(Path.of(listener.name()));
	}

	@Override
	public PlainServer plainServer() throws IOException {
		Path path = newPath();
		return new PlainServer(Peer.listen(path), ClientOptions.builder().path(path));
	}

}
