package io.tcpboot.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
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

	/**
	 * Compile a method that is done when it returns.
	 */
	EventCall compile() {
		MethodCall call = compileCall();
		Reply reply = reply();
		return (reply != null) ? new ReplyCall(call, new ReplySender(this, reply)) : call;
	}

	/**
	 * Compile a method that may be done later.
	 */
	AsyncCall compileAsync() {
		if (!isAsync()) {
			return AsyncCall.of(compile());
		}
		MethodCall call = compileCall();
		Reply reply = reply();
		return new StageCall(call, (reply != null) ? new ReplySender(this, reply) : null);
	}

	private MethodCall compileCall() {
		checkAnnotations();
		return MethodCall.compile(this.bean.instance(), invocable(), arguments());
	}

	private void checkAnnotations() {
		if (AnnotatedElementUtils.hasAnnotation(this.method, Async.class)) {
			throw Mistakes.async(this, "is @Async");
		}
		if (AnnotatedElementUtils.hasAnnotation(this.bean.userClass(), Async.class)) {
			throw Mistakes.async(this, "is of a class that is @Async");
		}
	}

	/**
	 * Return whether the method returns a stage: it is done when that is.
	 */
	boolean isAsync() {
		return CompletionStage.class.isAssignableFrom(returnType().resolve(Object.class));
	}

	/**
	 * Return whether the method returns something to send.
	 */
	boolean replies() {
		return reply() != null;
	}

	/**
	 * Return how to send what the method returns.
	 * @return {@code null} if it returns nothing, or a stage of nothing
	 */
	private @Nullable Reply reply() {
		if (this.method.getReturnType() == void.class) {
			return null;
		}
		ResolvableType type = returnType();
		if (!this.event.replies() || (isAsync() && this.event != SocketEvent.DATA)) {
			throw Mistakes.unwantedReply(this, type);
		}
		Class<?> value = (isAsync() ? type.as(CompletionStage.class).getGeneric(0) : type).resolve(Object.class);
		Reply reply = Reply.of(value);
		if (reply == null && !(isAsync() && value == Void.class)) {
			throw Mistakes.returnType(this, type);
		}
		return reply;
	}

	private ResolvableType returnType() {
		return ResolvableType.forMethodReturnType(this.method, this.bean.userClass());
	}

	private List<Argument> arguments() {
		if (this.method.getTypeParameters().length > 0) {
			throw Mistakes.genericMethod(this);
		}
		List<Argument> arguments = new ArrayList<>();
		for (Class<?> type : parameterTypes()) {
			Argument argument = Argument.of(type, this.event);
			if (argument == null) {
				throw Mistakes.parameterType(this, type);
			}
			if (arguments.contains(argument)) {
				throw Mistakes.sameParameters(this, parameterTypes().get(arguments.indexOf(argument)), type);
			}
			arguments.add(argument);
		}
		return arguments;
	}

	private List<Class<?>> parameterTypes() {
		return parameters().<Class<?>>map((type) -> type.resolve(Object.class)).toList();
	}

	private Stream<ResolvableType> parameters() {
		return IntStream.range(0, this.method.getParameterCount())
			.mapToObj((index) -> ResolvableType.forMethodParameter(this.method, index, this.bean.userClass()));
	}

	/**
	 * Return what the method takes the socket's data for: by a parameter of its own, and
	 * by that of {@code TcpSocket}.
	 */
	List<Class<?>> dataTypes() {
		return parameters().<Class<?>>map(this::dataType).filter(Objects::nonNull).toList();
	}

	private @Nullable Class<?> dataType(ResolvableType parameter) {
		Class<?> type = parameter.resolve(Object.class);
		if (type == TcpSocket.class) {
			return parameter.getGeneric(0).resolve();
		}
		return (Argument.of(type, this.event) == Argument.SOCKET_DATA) ? type : null;
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
		if (AopUtils.isCglibProxy(instance)) {
			checkOverridable(modifiers);
		}
		try {
			return AopUtils.selectInvocableMethod(this.method, instance.getClass());
		}
		catch (IllegalStateException ex) {
			throw Mistakes.notOfInterface(this);
		}
	}

	private void checkOverridable(int modifiers) {
		if (Modifier.isFinal(modifiers)) {
			throw Mistakes.missesProxy(this, "final");
		}
		boolean packagePrivate = (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0;
		if (packagePrivate
				&& !this.method.getDeclaringClass().getPackage().equals(this.bean.userClass().getPackage())) {
			throw Mistakes.otherPackage(this);
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
