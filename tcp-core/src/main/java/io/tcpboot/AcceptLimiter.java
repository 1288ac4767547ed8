package io.tcpboot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of a listener against its limits. Admission is asked for on the
 * event loop of the listening channel only; connections end on any thread.
 */
final class AcceptLimiter {

	private final int maxConnections;

	private final int maxPerAddress;

	private final AtomicInteger connections = new AtomicInteger();

	private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

	AcceptLimiter(ServerOptions options) {
		this.maxConnections = options.maxConnections();
		this.maxPerAddress = options.maxConnectionsPerAddress();
	}

	/**
	 * Count a connection if it may come in.
	 */
	boolean admit(@Nullable SocketAddress remote) {
		if (isFull()) {
			return false;
		}
		InetAddress address = address(remote);
		if (address != null && this.perAddress.merge(address, 1, Integer::sum) > this.maxPerAddress) {
			forget(address);
			return false;
		}
		this.connections.incrementAndGet();
		return true;
	}

	/**
	 * Take back what {@link #admit} has counted.
	 * @return whether the listener was full until now
	 */
	boolean ended(@Nullable SocketAddress remote) {
		int before = this.connections.getAndDecrement();
		InetAddress address = address(remote);
		if (address != null) {
			forget(address);
		}
		return isFull(before);
	}

	/**
	 * Return whether no connection at all may come in.
	 */
	boolean isFull() {
		return isFull(this.connections.get());
	}

	private boolean isFull(int connections) {
		return this.maxConnections > 0 && connections >= this.maxConnections;
	}

	private @Nullable InetAddress address(@Nullable SocketAddress remote) {
		return (this.maxPerAddress > 0 && remote instanceof InetSocketAddress inet) ? inet.getAddress() : null;
	}

	private void forget(InetAddress address) {
		this.perAddress.computeIfPresent(address, (key, count) -> (count == 1) ? null : count - 1);
	}

}
