package io.tcpboot.handler;

import java.util.ArrayList;
import java.util.List;

import io.tcpboot.SocketHandlers;

/**
 * Makes the handlers of a server or client out of the annotated methods of its beans.
 */
public final class SocketHandlersFactory {

	private final HandlerPlace.Side side;

	private final String name;

	private final CallDecorator decorator;

	private SocketHandlersFactory(HandlerPlace.Side side, String name, CallDecorator decorator) {
		this.side = side;
		this.name = name;
		this.decorator = decorator;
	}

	/**
	 * Find, check and compile the methods of a server.
	 * @param name name of the server, for messages
	 * @param beans the beans of the server, in the order in which to call them
	 * @param decorator what to put around each call
	 * @return one set of handlers for all beans
	 * @throws InvalidTcpServerException if a method cannot be called, or one is missing
	 */
	public static HandlerSet server(String name, List<HandlerBean> beans, CallDecorator decorator) {
		find(SocketEvent.CONNECT_ERROR, beans).stream().findFirst().ifPresent((method) -> {
			throw Mistakes.clientsOnly(name, method);
		});
		return new SocketHandlersFactory(HandlerPlace.Side.SERVER, name, decorator).create(beans);
	}

	/**
	 * Find, check and compile the methods of a client.
	 * @param name name of the client, for messages
	 * @param beans the beans of the client, in the order in which to call them
	 * @param decorator what to put around each call
	 * @return one set of handlers for all beans
	 * @throws InvalidTcpServerException if a method cannot be called, or one is missing
	 */
	public static HandlerSet client(String name, List<HandlerBean> beans, CallDecorator decorator) {
		return new SocketHandlersFactory(HandlerPlace.Side.CLIENT, name, decorator).create(beans);
	}

	private HandlerSet create(List<HandlerBean> beans) {
		String owner = this.side.tag() + " '" + this.name + "'";
		SocketHandlers.Builder<Object> handlers = SocketHandlers.builder();
		DataTypes dataTypes = new DataTypes(owner);
		List<HandlerDescription> descriptions = new ArrayList<>();
		for (SocketEvent event : SocketEvent.values()) {
			List<HandlerMethod> methods = find(event, beans);
			if (event == SocketEvent.DATA && methods.isEmpty()) {
				throw Mistakes.noData(owner, beans);
			}
			if (!methods.isEmpty()) {
				compile(event, methods, handlers);
				checkReplies(owner, methods);
				methods.forEach(dataTypes::add);
				methods.stream().map(HandlerDescription::of).forEach(descriptions::add);
			}
		}
		return new HandlerSet(handlers.build(), dataTypes.types(), descriptions);
	}

	private static List<HandlerMethod> find(SocketEvent event, List<HandlerBean> beans) {
		return beans.stream().flatMap((bean) -> HandlerMethod.find(bean, event).stream()).toList();
	}

	private void compile(SocketEvent event, List<HandlerMethod> methods, SocketHandlers.Builder<Object> handlers) {
		HandlerPlace place = new HandlerPlace(this.side, this.name, event.handlerEvent());
		if (event == SocketEvent.DATA && methods.stream().anyMatch(HandlerMethod::isAsync)) {
			AsyncCall call = AllAtOnce.of(methods.stream().map(HandlerMethod::compileAsync).toList());
			handlers.asyncData(this.decorator.decorateAsync(place, call)::call);
		}
		else {
			EventCall call = InOrder.of(methods.stream().map(HandlerMethod::compile).toList());
			event.addTo(handlers, this.decorator.decorate(place, call));
		}
	}

	private static void checkReplies(String owner, List<HandlerMethod> methods) {
		List<HandlerMethod> replying = methods.stream().filter(HandlerMethod::replies).toList();
		if (replying.size() > 1) {
			throw Mistakes.severalReplies(owner, replying);
		}
	}

}
