package io.tcpboot.client;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import io.tcpboot.TcpSocket;

/**
 * Sockets that say goodbye, and the end of their time for it. Any thread.
 */
final class OrderlyClose {

	private final Delays delays;

	private final long graceMillis;

	private final Set<TcpSocket<?>> closing = ConcurrentHashMap.newKeySet();

	OrderlyClose(Delays delays, Duration grace) {
		this.delays = delays;
		this.graceMillis = grace.toMillis();
	}

	/**
	 * Close a socket in order, after the grace period by force.
	 * @return completes when it has closed
	 */
	CompletionStage<?> close(TcpSocket<?> socket) {
		this.closing.add(socket);
		socket.shutdown();
		Future<?> force = this.delays.schedule(socket::terminate, this.graceMillis);
		return socket.closed().whenComplete((reason, failure) -> {
			force.cancel(false);
			this.closing.remove(socket);
		});
	}

	/**
	 * Leave no time to those that are still closing.
	 */
	void force() {
		this.closing.forEach(TcpSocket::terminate);
	}

}
