package io.tcpboot.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How observations of handlers are called, and what is noted with them. A bean of this
 * type replaces {@link DefaultTcpHandlerObservationConvention} for the servers and
 * clients that it {@linkplain #supportsContext supports}: all unless overridden.
 */
public interface TcpHandlerObservationConvention extends ObservationConvention<TcpHandlerObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof TcpHandlerObservationContext;
	}

}
