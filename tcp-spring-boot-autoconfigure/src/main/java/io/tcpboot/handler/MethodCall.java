package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A handler method of a bean, compiled. One class for all: the JIT compiler then knows
 * what is called, however many servers there are.
 *
 * @param target takes socket and subject, and returns what the method returns
 */
record MethodCall(MethodHandle target) implements EventCall {

	/**
	 * Call the method.
	 * @return what it returns, {@code null} if it is {@code void}
	 */
	@Nullable Object invoke(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		try {
			return (Object) this.target.invokeExact((TcpSocket<?>) socket, subject);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		invoke(socket, subject);
	}

}
