package io.tcpboot;

import org.jspecify.annotations.Nullable;

/**
 * What a socket belongs to: a listener, or the attempt that connected it. Called on the
 * event loop of the socket, but for {@link #incidents()}.
 *
 * @param <D> type of the socket's data
 */
interface SocketOwner<D> {

	/**
	 * Return the server or the target, for the log.
	 */
	String name();

	/**
	 * Return the host that the peer has to prove to be. An accepted connection has none.
	 */
	default @Nullable String peerHost() {
		return null;
	}

	/**
	 * Return the peer's port. An accepted connection has none.
	 */
	default int peerPort() {
		return 0;
	}

	/**
	 * Return where to count what should be rare. Any thread.
	 */
	default Incidents incidents() {
		return Incidents.UNCOUNTED;
	}

	/**
	 * Count it elsewhere from now on, unless this counts by itself. Any thread.
	 */
	default void incidents(Incidents incidents) {
	}

	/**
	 * Called when a TLS handshake has ended, before {@code open}, or later if it was an
	 * upgrade.
	 */
	void handshaken(NettySocket<D> socket, @Nullable Throwable failure);

	/**
	 * Called before {@code open}. What it throws counts as thrown by {@code open}.
	 */
	void opening(NettySocket<D> socket);

	/**
	 * Called after {@code open}, with what it has thrown.
	 */
	void opened(NettySocket<D> socket, @Nullable Throwable failure);

	/**
	 * Called before {@code close}: the socket is no longer live.
	 */
	void closing(NettySocket<D> socket, CloseReason reason);

	/**
	 * Called after everything else, whether the socket was ever open or not.
	 */
	void gone(NettySocket<D> socket);

	/**
	 * Called when something has failed and nobody took care of it.
	 */
	void unhandled(NettySocket<D> socket, String what, Throwable cause);

}
