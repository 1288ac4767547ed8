package io.tcpboot.handler;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.UndeclaredThrowableException;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handle that is a constant. Never used itself: {@link MethodCompiler} makes a
 * hidden copy of it for each method.
 */
final class ConstantCall implements MethodCall {

	private static final MethodHandle TARGET = target();

	private static MethodHandle target() {
		try {
			return MethodHandles.classData(MethodHandles.lookup(), ConstantDescs.DEFAULT_NAME, MethodHandle.class);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public @Nullable Object invoke(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		try {
			return (Object) TARGET.invokeExact((TcpSocket<?>) socket, subject);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}
