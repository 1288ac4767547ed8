package io.tcpboot.handler;

import java.util.List;

import io.tcpboot.SocketHandlers;

/**
 * Makes the handlers of a server out of the annotated methods of its beans.
 */
public final class SocketHandlersFactory {

	private SocketHandlersFactory() {
	}

	/**
	 * Find, check and compile the methods.
	 * @param server name of the server, for messages
	 * @param beans the beans of the server, in the order in which to call them
	 * @return one set of handlers for all beans
	 * @throws InvalidTcpServerException if a method cannot be called, or one is missing
	 */
	public static SocketHandlers<Object> create(String server, List<HandlerBean> beans) {
		SocketHandlers.Builder<Object> handlers = SocketHandlers.builder();
		for (SocketEvent event : SocketEvent.values()) {
			List<HandlerMethod> methods = find(event, beans);
			if (event == SocketEvent.DATA) {
				checkData(server, beans, methods);
			}
			if (!methods.isEmpty()) {
				event.addTo(handlers, InOrder.of(methods.stream().map(HandlerMethod::compile).toList()));
			}
		}
		return handlers.build();
	}

	private static List<HandlerMethod> find(SocketEvent event, List<HandlerBean> beans) {
		return beans.stream().flatMap((bean) -> HandlerMethod.find(bean, event).stream()).toList();
	}

	private static void checkData(String server, List<HandlerBean> beans, List<HandlerMethod> methods) {
		if (methods.isEmpty()) {
			throw Mistakes.noData(server, beans);
		}
		List<HandlerMethod> replying = methods.stream().filter(HandlerMethod::replies).toList();
		if (replying.size() > 1) {
			throw Mistakes.severalReplies(server, replying);
		}
	}

}
