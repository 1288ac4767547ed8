package io.tcpboot.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who listens where in memory. An address is a port; hosts make no difference. Any
 * thread.
 */
final class MemoryNetwork {

	// As the kernel's: never one that somebody has chosen.
	private static final int FIRST_FREE_PORT = 49152;

	private final ConcurrentMap<Integer, MemoryServerChannel> servers = new ConcurrentHashMap<>();

	private final AtomicInteger taken = new AtomicInteger();

	/**
	 * @param port the port, 0 for any free one
	 * @return the port
	 */
	int bind(int port, MemoryServerChannel server) throws IOException {
		if (port == 0) {
			int free = freePort();
			return (this.servers.putIfAbsent(free, server) == null) ? free : bind(0, server);
		}
		if (this.servers.putIfAbsent(port, server) != null) {
			throw new BindException("Address already in use");
		}
		return port;
	}

	void unbind(int port, MemoryServerChannel server) {
		this.servers.remove(port, server);
	}

	MemoryServerChannel listening(int port) throws IOException {
		MemoryServerChannel server = this.servers.get(port);
		if (server == null) {
			throw new ConnectException("Connection refused");
		}
		return server;
	}

	int freePort() {
		return FIRST_FREE_PORT + Math.floorMod(this.taken.getAndIncrement(), 65536 - FIRST_FREE_PORT);
	}

	static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
