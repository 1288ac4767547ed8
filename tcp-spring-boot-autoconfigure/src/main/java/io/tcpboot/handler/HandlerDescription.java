package io.tcpboot.handler;

/**
 * A handler method, for listings.
 *
 * @param event the annotation, with its sign
 * @param bean name of the bean
 * @param method name and types of the parameters
 */
public record HandlerDescription(String event, String bean, String method) {

	static HandlerDescription of(HandlerMethod method) {
		return new HandlerDescription(method.event().toString(), method.bean().name(), method.signature());
	}

}
