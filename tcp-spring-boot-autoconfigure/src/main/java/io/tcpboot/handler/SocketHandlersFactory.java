package io.tcpboot.handler;

import java.util.List;

import io.tcpboot.SocketHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the handlers of a server or client out of the annotated methods of its beans.
 */
public final class SocketHandlersFactory {

	private SocketHandlersFactory() {
	}

	/**
	 * Find, check and compile the methods of a server.
	 * @param name name of the server, for messages
	 * @param beans the beans of the server, in the order in which to call them
	 * @return one set of handlers for all beans
	 * @throws InvalidTcpServerException if a method cannot be called, or one is missing
	 */
	public static HandlerSet server(String name, List<HandlerBean> beans) {
		for (HandlerBean bean : beans) {
			HandlerMethod.find(bean, SocketEvent.CONNECT_ERROR).ifPresent((method) -> {
				throw Mistakes.clientsOnly(name, method);
			});
		}
		return create("server '" + name + "'", beans);
	}

	/**
	 * Find, check and compile the methods of a client.
	 * @param name name of the client, for messages
	 * @param beans the beans of the client, in the order in which to call them
	 * @return one set of handlers for all beans
	 * @throws InvalidTcpServerException if a method cannot be called, or one is missing
	 */
	public static HandlerSet client(String name, List<HandlerBean> beans) {
		return create("client '" + name + "'", beans);
	}

	private static HandlerSet create(String owner, List<HandlerBean> beans) {
		SocketHandlers.Builder<Object> handlers = SocketHandlers.builder();
		EventCall shutdown = null;
		for (SocketEvent event : SocketEvent.values()) {
			List<HandlerMethod> methods = find(event, beans);
			if (event == SocketEvent.DATA) {
				checkData(owner, beans, methods);
			}
			if (!methods.isEmpty()) {
				EventCall call = InOrder.of(methods.stream().map(HandlerMethod::compile).toList());
				event.addTo(handlers, call);
				shutdown = (event == SocketEvent.SHUTDOWN) ? call : shutdown;
			}
		}
		return new HandlerSet(handlers.build(), handler(shutdown));
	}

	private static SocketHandlers.@Nullable Handler<Object> handler(@Nullable EventCall call) {
		return (call != null) ? (socket) -> call.call(socket, null) : null;
	}

	private static List<HandlerMethod> find(SocketEvent event, List<HandlerBean> beans) {
		return beans.stream().flatMap((bean) -> HandlerMethod.find(bean, event).stream()).toList();
	}

	private static void checkData(String owner, List<HandlerBean> beans, List<HandlerMethod> methods) {
		if (methods.isEmpty()) {
			throw Mistakes.noData(owner, beans);
		}
		List<HandlerMethod> replying = methods.stream().filter(HandlerMethod::replies).toList();
		if (replying.size() > 1) {
			throw Mistakes.severalReplies(owner, replying);
		}
	}

}
