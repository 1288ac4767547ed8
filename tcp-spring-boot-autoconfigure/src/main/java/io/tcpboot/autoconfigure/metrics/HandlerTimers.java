package io.tcpboot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tcpboot.handler.AsyncCall;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.EventCall;
import io.tcpboot.handler.HandlerPlace;

/**
 * Times the calls of handler methods: a timer for each event of each server and client.
 */
final class HandlerTimers implements CallDecorator {

	private final MeterRegistry registry;

	HandlerTimers(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public EventCall decorate(HandlerPlace place, EventCall call) {
		return new TimedCall(call, timer(place), this.registry.config().clock());
	}

	@Override
	public AsyncCall decorateAsync(HandlerPlace place, AsyncCall call) {
		return new TimedAsyncCall(call, timer(place), this.registry.config().clock());
	}

	private Timer timer(HandlerPlace place) {
		String side = place.side().tag();
		return Timer.builder("tcp." + side + ".handler.duration")
			.description("Time that the handlers of an event take")
			.tag(side, place.name())
			.tag("event", place.eventTag())
			.register(this.registry);
	}

}
