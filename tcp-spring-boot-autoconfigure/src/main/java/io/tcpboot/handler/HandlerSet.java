package io.tcpboot.handler;

import java.util.List;

import io.tcpboot.SocketHandlers;

/**
 * The handlers of one server or client, and what they take the socket's data for.
 *
 * @param handlers one set of handlers for all beans
 * @param dataTypes types that data has to be of, all of them
 */
public record HandlerSet(SocketHandlers<Object> handlers, List<Class<?>> dataTypes) {

	public HandlerSet {
		dataTypes = List.copyOf(dataTypes);
	}

}
