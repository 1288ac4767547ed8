package io.tcpboot.autoconfigure.observation;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.tcpboot.handler.HandlerPlace;
import io.tcpboot.handler.HandlerPlace.Side;

/**
 * Calls observations {@code tcp.server.handler} or {@code tcp.client.handler}, and notes
 * with each, as low-cardinality key values:
 * <ul>
 * <li>{@code server} or {@code client}: its name
 * <li>{@code event}: what the handler is called for, such as {@code data}
 * <li>{@code outcome}: {@code success} or {@code failure}
 * <li>{@code exception}: simple name of what the handler has thrown, or {@code none}
 * </ul>
 * Nothing is noted of the peer.
 */
public class DefaultTcpHandlerObservationConvention implements TcpHandlerObservationConvention {

	private final Side side;

	/**
	 * Create a convention for servers or for clients.
	 * @param side which of the two
	 */
	public DefaultTcpHandlerObservationConvention(Side side) {
		this.side = side;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TcpHandlerObservationContext handler && handler.getPlace().side() == this.side;
	}

	@Override
	public String getName() {
		return "tcp." + this.side.tag() + ".handler";
	}

	@Override
	public String getContextualName(TcpHandlerObservationContext context) {
		return context.getPlace().name() + " " + context.getPlace().eventTag();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(TcpHandlerObservationContext context) {
		HandlerPlace place = context.getPlace();
		Throwable error = context.getError();
		return KeyValues.of(place.side().tag(), place.name(), "event", place.eventTag(), "outcome",
				(error != null) ? "failure" : "success", "exception",
				(error != null) ? exception(error.getClass()) : "none");
	}

	private static String exception(Class<?> type) {
		// Anonymous classes have no simple name.
		return (type.getSimpleName().isEmpty()) ? type.getName() : type.getSimpleName();
	}

}
