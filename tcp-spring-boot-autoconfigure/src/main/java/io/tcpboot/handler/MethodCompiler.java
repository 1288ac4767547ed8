package io.tcpboot.handler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;
import org.springframework.util.ReflectionUtils;

/**
 * Compiles handler methods. Parameters are arranged once; a call looks nothing up and
 * allocates nothing but the copies that the method asks for.
 */
final class MethodCompiler {

	private static final MethodType TYPE = MethodType.methodType(Object.class, TcpSocket.class, Object.class);

	private static final byte @Nullable [] TEMPLATE = template();

	private MethodCompiler() {
	}

	static MethodCall compile(Object bean, Method method, List<Argument> arguments) {
		return constant(target(bean, method, arguments));
	}

	private static MethodHandle target(Object bean, Method method, List<Argument> arguments) {
		MethodHandle handle = unreflect(method).asFixedArity().bindTo(bean);
		MethodHandle[] sources = new MethodHandle[arguments.size()];
		int[] positions = new int[arguments.size()];
		for (int i = 0; i < sources.length; i++) {
			sources[i] = arguments.get(i).source(handle.type().parameterType(i), TYPE);
			positions[i] = arguments.get(i).position();
		}
		handle = MethodHandles.filterArguments(handle, 0, sources);
		MethodType type = TYPE.changeReturnType(handle.type().returnType());
		return MethodHandles.permuteArguments(handle, type, positions).asType(TYPE);
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

	/**
	 * Give the handle a class of its own, whose constant it is. Only then does the JIT
	 * compiler see through it, as it does through a lambda.
	 */
	private static MethodCall constant(MethodHandle target) {
		if (TEMPLATE == null) {
			return new FieldCall(target);
		}
		try {
			return (MethodCall) MethodHandles.lookup()
				.defineHiddenClassWithClassData(TEMPLATE, target, true)
				.lookupClass()
				.getDeclaredConstructor()
				.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A native image has no class files, and defines no classes.
	 */
	private static byte @Nullable [] template() {
		if (NativeDetector.inNativeImage()) {
			return null;
		}
		try (InputStream bytes = MethodCompiler.class.getResourceAsStream("ConstantCall.class")) {
			return (bytes != null) ? bytes.readAllBytes() : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
