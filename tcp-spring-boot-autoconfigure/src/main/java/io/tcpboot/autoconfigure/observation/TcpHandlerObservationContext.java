package io.tcpboot.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerPlace;

/**
 * What is known of the call of a handler that is observed.
 */
public final class TcpHandlerObservationContext extends Observation.Context {

	private final HandlerPlace place;

	private final TcpSocket<?> socket;

	/**
	 * Create the context of a call.
	 * @param place which handler is called
	 * @param socket the socket that it is called for
	 */
	public TcpHandlerObservationContext(HandlerPlace place, TcpSocket<?> socket) {
		this.place = place;
		this.socket = socket;
	}

	/**
	 * Return which handler is called.
	 * @return the event, and the server or client
	 */
	public HandlerPlace getPlace() {
		return this.place;
	}

	/**
	 * Return the socket that it is called for. What tells one peer from another makes no
	 * good key value: there are too many of them.
	 * @return the socket
	 */
	public TcpSocket<?> getSocket() {
		return this.socket;
	}

}
