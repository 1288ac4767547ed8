package io.tcpboot.handler;

import java.util.List;

import io.tcpboot.SocketHandlers;

/**
 * The handlers of one server or client, and what they take the socket's data for.
 *
 * @param handlers one set of handlers for all beans
 * @param dataTypes types that data has to be of, all of them
 * @param methods the methods that are called, by the order of events
 */
public record HandlerSet(SocketHandlers<Object> handlers, List<Class<?>> dataTypes, List<HandlerDescription> methods) {

	public HandlerSet {
		dataTypes = List.copyOf(dataTypes);
		methods = List.copyOf(methods);
	}

}
