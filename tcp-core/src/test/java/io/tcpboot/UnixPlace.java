package io.tcpboot;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

import io.tcpboot.transport.Transport;

/**
 * What tests of unix sockets need: servers on a path, and what others leave behind.
 */
final class UnixPlace {

	private UnixPlace() {
	}

	static ServerOptions.Builder at(Path path) {
		return ServerOptions.builder().path(path);
	}

	static TcpListener<String> listen(Path path, SocketHandlers<String> handlers) {
		return TestLoop.LOOP.listen(ServerOptions.unix(path), handlers);
	}

	/**
	 * A server that sends back what it receives.
	 */
	static TcpListener<String> echo(ServerOptions.Builder options) {
		return TestLoop.LOOP.listen(options.build(),
				SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build());
	}

	/**
	 * Leave a socket file behind that nobody listens to, as a JVM does that ends.
	 */
	static Path stale(Path path) throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
		}
		return path;
	}

	/**
	 * Return a path of so many bytes below a folder.
	 */
	static Path ofBytes(Path folder, int bytes) {
		int prefix = folder.toString().length() + 1;
		return folder.resolve("p".repeat(bytes - prefix));
	}

	static boolean hasAbstractNames() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.EPOLL;
	}

}
