package io.tcpboot;

/**
 * Where a socket finds its handlers: one for all sockets of a listener, or one for a
 * connection. Any thread may swap; each event reads once.
 *
 * @param <D> type of the socket's data
 */
final class HandlerSlot<D> {

	volatile SocketHandlers<D> handlers;

	HandlerSlot(SocketHandlers<D> handlers) {
		this.handlers = handlers;
	}

	/**
	 * Return the handlers as a set that is not in use here.
	 */
	SocketHandlers<D> renewed(SocketHandlers<D> handlers) {
		return (handlers != this.handlers) ? handlers : handlers.again();
	}

}
