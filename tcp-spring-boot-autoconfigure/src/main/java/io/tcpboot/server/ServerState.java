package io.tcpboot.server;

import io.tcpboot.TcpListener;

/**
 * Where a server stands.
 *
 * <pre>
 *   LISTENING ----> DRAINING ----> STOPPED
 * </pre>
 */
public enum ServerState {

	/** It accepts connections. */
	LISTENING,

	/** It has been stopped; some connections are not over yet, handshakes included. */
	DRAINING,

	/** It is over. */
	STOPPED;

	/**
	 * Return where a server stands.
	 * @param listener the server
	 * @return the state at the moment
	 */
	public static ServerState of(TcpListener<?> listener) {
		if (listener.isListening()) {
			return LISTENING;
		}
		return listener.stopped().toCompletableFuture().isDone() ? STOPPED : DRAINING;
	}

}
