package io.tcpboot.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Accepts {@link UnixPeerSocket}s.
 */
final class UnixPeerServer extends ServerSocket {

	private final Path path;

	private final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

	UnixPeerServer(Path path) throws IOException {
		this.path = path;
		this.channel.bind(UnixDomainSocketAddress.of(path));
	}

	@Override
	public Socket accept() throws IOException {
		return new UnixPeerSocket(this.channel.accept());
	}

	@Override
	public void setSoTimeout(int millis) {
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
		Files.deleteIfExists(this.path);
	}

}
