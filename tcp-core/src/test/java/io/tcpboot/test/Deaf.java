package io.tcpboot.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that never accepts and whose backlog is full: whoever connects hears nothing,
 * neither yes nor no.
 */
public final class Deaf implements AutoCloseable {

	private static final int BACKLOG = 1;

	private final ServerSocket server;

	private final List<SocketChannel> waiting = new ArrayList<>();

	private Deaf(ServerSocket server) throws IOException {
		this.server = server;
		// Linux lets one more wait than asked for. Connected means that it waits.
		for (int i = 0; i <= BACKLOG; i++) {
			this.waiting.add(SocketChannel.open(server.getLocalSocketAddress()));
		}
	}

	public static Deaf listen() throws IOException {
		return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	public static Deaf listen(InetSocketAddress address) throws IOException {
		return new Deaf(new ServerSocket(address.getPort(), BACKLOG, address.getAddress()));
	}

	public int port() {
		return this.server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel channel : this.waiting) {
			channel.close();
		}
		this.server.close();
	}

}
