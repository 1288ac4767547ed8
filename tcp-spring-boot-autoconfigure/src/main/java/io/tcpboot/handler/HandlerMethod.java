package io.tcpboot.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils.MethodFilter;

/**
 * A method that a user has annotated for an event: found on the user's class, checked,
 * and called on the bean.
 *
 * @param bean the bean
 * @param event what the method handles
 * @param method the method of the user's class
 */
record HandlerMethod(HandlerBean bean, SocketEvent event, Method method) {

	static Optional<HandlerMethod> find(HandlerBean bean, SocketEvent event) {
		MethodFilter annotated = (method) -> AnnotatedElementUtils.hasAnnotation(method, event.annotation());
		List<HandlerMethod> found = MethodIntrospector.selectMethods(bean.userClass(), annotated)
			.stream()
			.map((method) -> new HandlerMethod(bean, event, method))
			.toList();
		if (found.size() > 1) {
			throw Mistakes.severalMethods(bean, event, found);
		}
		return found.stream().findFirst();
	}

	EventCall compile() {
		Method invocable = invocable();
		MethodCall call = MethodCall.compile(this.bean.instance(), invocable, arguments());
		return replies() ? new ReplyCall(this, call, reply()) : call;
	}

	boolean replies() {
		return this.method.getReturnType() != void.class;
	}

	private Reply reply() {
		Class<?> type = GenericTypeResolver.resolveReturnType(this.method, this.bean.userClass());
		Reply reply = (this.event == SocketEvent.DATA) ? Reply.of(type) : null;
		if (reply == null) {
			throw Mistakes.returnType(this, type);
		}
		return reply;
	}

	private List<Argument> arguments() {
		List<Argument> arguments = new ArrayList<>();
		for (int i = 0; i < this.method.getParameterCount(); i++) {
			Class<?> type = parameterType(i);
			Argument argument = Argument.of(type, this.event);
			if (argument == null) {
				throw Mistakes.parameterType(this, type);
			}
			if (argument == Argument.SOCKET_DATA && arguments.contains(argument)) {
				throw Mistakes.severalSocketData(this, parameterType(arguments.indexOf(argument)), type);
			}
			arguments.add(argument);
		}
		return arguments;
	}

	private Class<?> parameterType(int index) {
		return new MethodParameter(this.method, index).withContainingClass(this.bean.userClass()).getParameterType();
	}

	/**
	 * Return the method to call on the bean, which may be one of a proxy's interfaces.
	 */
	private Method invocable() {
		int modifiers = this.method.getModifiers();
		if (Modifier.isStatic(modifiers)) {
			throw Mistakes.staticMethod(this);
		}
		Object instance = this.bean.instance();
		if (AopUtils.isAopProxy(instance) && Modifier.isPrivate(modifiers)) {
			throw Mistakes.missesProxy(this, "private");
		}
		if (AopUtils.isCglibProxy(instance) && Modifier.isFinal(modifiers)) {
			throw Mistakes.missesProxy(this, "final");
		}
		try {
			return AopUtils.selectInvocableMethod(this.method, instance.getClass());
		}
		catch (IllegalStateException ex) {
			throw Mistakes.notOfInterface(this);
		}
	}

	/**
	 * Return name and parameters.
	 */
	String signature() {
		return this.method.getName() + Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
	}

	@Override
	public String toString() {
		return this.event + " method " + signature() + " of " + this.bean;
	}

}
