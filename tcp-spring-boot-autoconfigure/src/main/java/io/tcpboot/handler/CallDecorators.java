package io.tcpboot.handler;

import java.util.List;

/**
 * Several decorators, one around the other.
 *
 * @param decorators the outermost first
 */
record CallDecorators(List<CallDecorator> decorators) implements CallDecorator {

	@Override
	public EventCall decorate(HandlerPlace place, EventCall call) {
		EventCall decorated = call;
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			decorated = this.decorators.get(i).decorate(place, decorated);
		}
		return decorated;
	}

	@Override
	public AsyncCall decorateAsync(HandlerPlace place, AsyncCall call) {
		AsyncCall decorated = call;
		for (int i = this.decorators.size() - 1; i >= 0; i--) {
			decorated = this.decorators.get(i).decorateAsync(place, decorated);
		}
		return decorated;
	}

}
