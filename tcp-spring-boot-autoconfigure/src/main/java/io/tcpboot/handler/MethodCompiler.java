package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import io.tcpboot.TcpSocket;

import org.springframework.util.ReflectionUtils;

/**
 * Compiles handler methods. Parameters are arranged once; a call looks nothing up and
 * allocates nothing but the copies that the method asks for.
 */
final class MethodCompiler {

	private static final MethodType TYPE = MethodType.methodType(Object.class, TcpSocket.class, Object.class);

	private MethodCompiler() {
	}

	static MethodCall compile(Object bean, Method method, List<Argument> arguments) {
		MethodHandle handle = unreflect(method).asFixedArity().bindTo(bean);
		MethodHandle[] sources = new MethodHandle[arguments.size()];
		int[] positions = new int[arguments.size()];
		for (int i = 0; i < sources.length; i++) {
			sources[i] = arguments.get(i).source(handle.type().parameterType(i), TYPE);
			positions[i] = arguments.get(i).position();
		}
		handle = MethodHandles.filterArguments(handle, 0, sources);
		MethodType type = TYPE.changeReturnType(handle.type().returnType());
		return new MethodCall(MethodHandles.permuteArguments(handle, type, positions).asType(TYPE));
	}

	private static MethodHandle unreflect(Method method) {
		ReflectionUtils.makeAccessible(method);
		try {
			return MethodHandles.lookup().unreflect(method);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
