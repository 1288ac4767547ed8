package io.tcpboot.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import io.tcpboot.handler.AsyncCall;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.EventCall;
import io.tcpboot.handler.HandlerPlace;

/**
 * Makes each call of a handler an observation.
 */
final class HandlerObservations implements CallDecorator {

	private final ObservationRegistry registry;

	private final List<TcpHandlerObservationConvention> conventions;

	HandlerObservations(ObservationRegistry registry, List<TcpHandlerObservationConvention> conventions) {
		this.registry = registry;
		this.conventions = conventions;
	}

	@Override
	public EventCall decorate(HandlerPlace place, EventCall call) {
		return new ObservedCall(call, observed(place));
	}

	@Override
	public AsyncCall decorateAsync(HandlerPlace place, AsyncCall call) {
		return new ObservedAsyncCall(call, observed(place));
	}

	private ObservedPlace observed(HandlerPlace place) {
		return new ObservedPlace(place, this.registry, this.conventions,
				new DefaultTcpHandlerObservationConvention(place.side()));
	}

}
