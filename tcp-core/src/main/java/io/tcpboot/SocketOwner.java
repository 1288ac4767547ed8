package io.tcpboot;

/**
 * What a socket belongs to: a listener, or the attempt that connected it. Called on the
 * event loop of the socket.
 *
 * @param <D> type of the socket's data
 */
interface SocketOwner<D> {

	/**
	 * Return the server or the target, for the log.
	 */
	String name();

	/**
	 * Called before {@code open}.
	 */
	void opening(NettySocket<D> socket);

	/**
	 * Called after {@code open}, whether it threw or not.
	 */
	void opened(NettySocket<D> socket);

	/**
	 * Called before {@code close}: the socket is no longer live.
	 */
	void closing(NettySocket<D> socket);

	/**
	 * Called after {@code close}.
	 */
	void closed(NettySocket<D> socket, CloseReason reason);

	/**
	 * Called when a handler has failed and nobody took care of it.
	 */
	void unhandled(NettySocket<D> socket, String event, Throwable cause);

}
