package io.tcpboot.handler;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A handler method of a bean, compiled.
 */
interface MethodCall extends EventCall {

	/**
	 * Call the method.
	 * @return what it returns, {@code null} if it is {@code void}
	 */
	@Nullable Object invoke(TcpSocket<Object> socket, @Nullable Object subject) throws Exception;

	@Override
	default void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		invoke(socket, subject);
	}

}
