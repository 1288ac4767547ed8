package io.tcpboot.handler;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * What is done for an event of a socket.
 */
@FunctionalInterface
interface EventCall {

	/**
	 * Do it, on the event loop of the socket.
	 * @param socket the socket
	 * @param subject what the event brings besides the socket, {@code null} for nothing
	 * @throws Exception whatever the user's method throws
	 */
	void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception;

	/**
	 * Do it for an event that brings nothing but the socket.
	 * @param socket the socket
	 * @throws Exception whatever the user's method throws
	 */
	default void call(TcpSocket<Object> socket) throws Exception {
		call(socket, null);
	}

}
