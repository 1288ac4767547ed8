package io.tcpboot.handler;

import io.netty.buffer.ByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * What is done for an event of a socket. It is a handler of every kind, so that nothing
 * is between the engine and the call.
 */
@FunctionalInterface
public interface EventCall
		extends SocketHandlers.Handler<Object>, SocketHandlers.DataHandler<Object>, SocketHandlers.CloseHandler<Object>,
		SocketHandlers.ErrorHandler<Object>, SocketHandlers.ConnectErrorHandler<Object> {

	/**
	 * Do it, on the event loop of the socket.
	 * @param socket the socket
	 * @param subject what the event brings besides the socket, {@code null} for nothing
	 * @throws Exception whatever the user's method throws
	 */
	void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception;

	@Override
	default void handle(TcpSocket<Object> socket) throws Exception {
		call(socket, null);
	}

	@Override
	default void handle(TcpSocket<Object> socket, ByteBuf bytes) throws Exception {
		call(socket, bytes);
	}

	@Override
	default void handle(TcpSocket<Object> socket, CloseReason reason) throws Exception {
		call(socket, reason);
	}

	@Override
	default void handle(TcpSocket<Object> socket, Throwable cause) throws Exception {
		call(socket, cause);
	}

	@Override
	default void handle(TcpSocket<Object> socket, TcpConnectException cause) throws Exception {
		call(socket, cause);
	}

}
