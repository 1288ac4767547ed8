package io.tcpboot.handler;

import java.util.List;

/**
 * Puts something around the calls of handlers, once, when they are compiled: to time
 * them, say. Without one nothing is between the engine and a call.
 */
public interface CallDecorator {

	/**
	 * Decorate a call that is done when it returns.
	 * @param place where it is called
	 * @param call the call
	 * @return what to call instead
	 */
	EventCall decorate(HandlerPlace place, EventCall call);

	/**
	 * Decorate a call that may be done later.
	 * @param place where it is called
	 * @param call the call
	 * @return what to call instead
	 */
	AsyncCall decorateAsync(HandlerPlace place, AsyncCall call);

	/**
	 * Put several around one another.
	 * @param decorators the decorators, the outermost first; may be none
	 * @return a decorator that does what all do
	 */
	static CallDecorator all(List<CallDecorator> decorators) {
		return new CallDecorators(decorators);
	}

}
