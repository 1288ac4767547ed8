package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.UndeclaredThrowableException;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handle that is in a field: for native images, which cannot do better.
 *
 * @param target the handle
 */
record FieldCall(MethodHandle target) implements MethodCall {

	@Override
	public @Nullable Object invoke(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
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

}
