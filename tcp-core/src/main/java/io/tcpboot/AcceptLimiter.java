package io.tcpboot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of a listener against its limits, which a reload may replace:
 * who is inside stays and counts. Admission is asked for on one event loop at a time,
 * that of the listening channel; connections end on any thread.
 */
final class AcceptLimiter {

	private volatile ServerOptions options;

	private final AtomicInteger connections = new AtomicInteger();

	private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

	AcceptLimiter(ServerOptions options) {
		this.options = options;
	}

	/**
	 * Go by these limits from now on. Any thread.
	 */
	void reload(ServerOptions options) {
		this.options = options;
	}

	/**
	 * Count a connection if it may come in.
	 */
	boolean admit(@Nullable SocketAddress remote) {
		if (isFull()) {
			return false;
		}
		InetAddress address = address(remote);
		// Counted without a limit too: there may be one later.
		if (address != null && isTooMany(this.perAddress.merge(address, 1, Integer::sum))) {
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

	/**
	 * Return whether the next connection is to wait, and not to be refused.
	 */
	boolean isToWait() {
		return this.options.whenFull() == ServerOptions.WhenFull.WAIT && isFull();
	}

	private boolean isFull(int connections) {
		int max = this.options.maxConnections();
		return max > 0 && connections >= max;
	}

	private boolean isTooMany(int connectionsOfAddress) {
		int max = this.options.maxConnectionsPerAddress();
		return max > 0 && connectionsOfAddress > max;
	}

	private static @Nullable InetAddress address(@Nullable SocketAddress remote) {
		return (remote instanceof InetSocketAddress inet) ? inet.getAddress() : null;
	}

	private void forget(InetAddress address) {
		this.perAddress.computeIfPresent(address, (key, count) -> (count == 1) ? null : count - 1);
	}

}
