package io.tcpboot.autoconfigure.observation;

import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerPlace;
import org.jspecify.annotations.Nullable;

/**
 * Where calls of handlers are observed.
 *
 * @param place the place
 * @param registry who is told
 * @param conventions the application's own, of which the first that fits is used
 * @param standard what is used if none of them does
 */
record ObservedPlace(HandlerPlace place, ObservationRegistry registry,
		List<TcpHandlerObservationConvention> conventions, TcpHandlerObservationConvention standard) {

	/**
	 * Return an observation of one call, to be started.
	 */
	Observation observation(TcpSocket<?> socket) {
		TcpHandlerObservationContext context = new TcpHandlerObservationContext(this.place, socket);
		return Observation.createNotStarted(convention(context), this.standard, () -> context, this.registry);
	}

	private @Nullable TcpHandlerObservationConvention convention(TcpHandlerObservationContext context) {
		for (TcpHandlerObservationConvention convention : this.conventions) {
			if (convention.supportsContext(context)) {
				return convention;
			}
		}
		return null;
	}

}
