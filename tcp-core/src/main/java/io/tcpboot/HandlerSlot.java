package io.tcpboot;

/**
 * Where a socket finds its handlers: one for all sockets of a listener, or one for a
 * connection. Any thread may swap; each event reads once.
 *
 * @param <D> type of the socket's data
 */
final class HandlerSlot<D> {

	volatile SocketHandlers<D> handlers;

	// Guarded by this.
	private int generation;

	HandlerSlot(SocketHandlers<D> handlers) {
		this.handlers = handlers;
		this.generation = handlers.generation;
	}

	/**
	 * Return the handlers as the generation that follows: a set of its own, so that a
	 * reload with what is in use is told too.
	 */
	synchronized SocketHandlers<D> renewed(SocketHandlers<D> handlers) {
		return handlers.asGeneration(++this.generation);
	}

}
