package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import org.springframework.core.ResolvableType;
import org.springframework.util.StringUtils;

/**
 * What can be wrong with handler methods, in words.
 */
final class Mistakes {

	private Mistakes() {
	}

	static InvalidTcpServerException severalMethods(HandlerBean bean, SocketEvent event, List<HandlerMethod> methods) {
		String signatures = methods.stream().map(HandlerMethod::signature).sorted().collect(Collectors.joining(", "));
		return new InvalidTcpServerException(
				"The " + bean + " has " + methods.size() + " " + event + " methods: " + signatures + ".",
				"Leave one of them; it may call the others.");
	}

	static InvalidTcpServerException placeholder(HandlerBean bean, Annotation annotation, String attribute,
			IllegalArgumentException ex) {
		return new InvalidTcpServerException(
				"The attribute " + attribute + " of @" + annotation.annotationType().getSimpleName() + " on " + bean
						+ " cannot be resolved: " + ex.getMessage() + ".",
				"Set the property, or write a default behind a colon: ${key:default}.");
	}

	static InvalidTcpServerException staticMethod(HandlerMethod method) {
		return new InvalidTcpServerException("The " + method + " is static.",
				"Remove static: the method is called on the bean.");
	}

	static InvalidTcpServerException genericMethod(HandlerMethod method) {
		return new InvalidTcpServerException(
				"The " + method + " is generic, so its parameters could be given anything.",
				"Remove its type parameters, and name the types that it takes.");
	}

	static InvalidTcpServerException missesProxy(HandlerMethod method, String modifier) {
		return new InvalidTcpServerException(
				"The " + method + " is " + modifier + ", so a call would go past the bean's proxy.",
				"Remove " + modifier + "; package-private is enough.");
	}

	static InvalidTcpServerException otherPackage(HandlerMethod method) {
		return new InvalidTcpServerException(
				"The " + method + " is package-private in " + method.method().getDeclaringClass().getSimpleName()
						+ ", which is of another package, so a call would go past the bean's proxy.",
				"Make the method protected.");
	}

	static InvalidTcpServerException notOfInterface(HandlerMethod method) {
		return new InvalidTcpServerException(
				"The " + method + " cannot be called: the bean's proxy has only the methods of its interfaces.",
				"Declare the method in one of the interfaces, or have the class proxied, as "
						+ "spring.aop.proxy-target-class=true does.");
	}

	static InvalidTcpServerException async(HandlerMethod method, String how) {
		String instead = (method.event() == SocketEvent.DATA)
				? "return a CompletionStage: then order is kept, and the bytes stay valid until it completes."
				: "hand the work to an executor: the socket may be used from any thread.";
		return new InvalidTcpServerException(
				"The " + method + " " + how + ": it would run at any time, after later events of the socket too, with "
						+ "bytes that are no longer there, and its failures would not reach @OnError.",
				"Remove @Async. To leave the event loop, " + instead);
	}

	static InvalidTcpServerException parameterType(HandlerMethod method, Class<?> type) {
		return new InvalidTcpServerException("The " + method + " has a parameter of type " + type.getSimpleName()
				+ ", which " + method.event() + " does not supply.",
				"Use only these, in any order: " + parameterTypes(method.event()) + ".");
	}

	private static String parameterTypes(SocketEvent event) {
		String subject = switch (event) {
			case DATA -> "the bytes as ByteBuf, ByteBuffer, byte[] or String; ";
			case CLOSE -> "CloseReason; Throwable for its cause; ";
			case ERROR -> "Throwable, for every failure; ";
			case CONNECT_ERROR -> "TcpConnectException; ";
			case OPEN, HANDSHAKE, DRAIN, END, TIMEOUT, RELOAD, SHUTDOWN -> "";
		};
		String tls = (event != SocketEvent.CONNECT_ERROR) ? "TlsSession; X509Certificate, the peer's; " : "";
		return "TcpSocket; " + subject + tls + "one type of your own for the socket's data";
	}

	static InvalidTcpServerException sameParameters(HandlerMethod method, Class<?> one, Class<?> other) {
		if (one == other) {
			return new InvalidTcpServerException("The " + method + " has two parameters of type " + one.getSimpleName()
					+ ", which would be given the same.", "Leave one of them.");
		}
		return new InvalidTcpServerException(
				"The " + method + " has two parameters for the socket's data, of types " + one.getSimpleName() + " and "
						+ other.getSimpleName() + ".",
				"Leave one: a socket keeps one object, the one that socket.data(...) was called with.");
	}

	static InvalidTcpServerException dataTypes(String owner, DataTypes.Use one, DataTypes.Use other) {
		return new InvalidTcpServerException(
				"The TCP " + owner + " would need socket data of two types at once: " + one + ", and " + other + ".",
				"Use one type everywhere: a socket keeps one object, the one that socket.data(...) was called with.");
	}

	static InvalidTcpServerException unwantedReply(HandlerMethod method, ResolvableType type) {
		String description = "The " + method + " returns " + describe(type) + ", which ";
		return switch (method.event()) {
			case CLOSE, CONNECT_ERROR -> new InvalidTcpServerException(
					description + "nobody would receive: the socket is not open.", "Return void.");
			case DRAIN -> new InvalidTcpServerException(
					description + "would be sent whole, and then no further @OnDrain would come.",
					"Return void, and write to the TcpSocket: a short write arms the next @OnDrain.");
			default -> new InvalidTcpServerException(description + "would come later, after other events.",
					"Return the reply itself, or void and write to the TcpSocket when there is something to send: only "
							+ "for an @OnData method reading waits.");
		};
	}

	static InvalidTcpServerException returnType(HandlerMethod method, ResolvableType type) {
		String later = (method.event() == SocketEvent.DATA) ? ", a CompletionStage of one of these or of Void" : "";
		return new InvalidTcpServerException("The " + method + " returns " + describe(type) + ", which cannot be sent.",
				"Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent" + later
						+ ", or void to send nothing.");
	}

	private static String describe(ResolvableType type) {
		String name = type.resolve(Object.class).getSimpleName();
		if (!CompletionStage.class.isAssignableFrom(type.resolve(Object.class))) {
			return name;
		}
		Class<?> value = type.as(CompletionStage.class).getGeneric(0).resolve();
		return name + "<" + ((value != null) ? value.getSimpleName() : "?") + ">";
	}

	static InvalidTcpServerException scope(String bean, String scope) {
		return new InvalidTcpServerException(
				"The bean '" + bean + "' has the scope '" + scope
						+ "', but one object has to serve all sockets, whatever request, session or thread there is.",
				"Remove its scope, and keep what belongs to one socket in the socket's data.");
	}

	static InvalidTcpServerException unclaimed(String bean, Method method, SocketEvent event) {
		return new InvalidTcpServerException(
				"The " + event + " method " + method.getName() + " of bean '" + bean
						+ "' would never be called: the bean is neither a TCP server nor a TCP client.",
				"Annotate its class, or its @Bean method, with @TcpServer or @TcpClient; or remove " + event + ".");
	}

	static InvalidTcpServerException sameNameByChance(String kind, String name, List<String> beans) {
		return new InvalidTcpServerException(
				"The " + beans(beans) + " have no name for their TCP " + kind + " and would both become '" + name
						+ "'.",
				"Give each the attribute name of " + annotation(kind) + ": the same name if they are to be one " + kind
						+ ".");
	}

	static InvalidTcpServerException sameSpelling(String kind, String one, String other) {
		return new InvalidTcpServerException(
				"The TCP " + kind + "s " + one + " and " + other
						+ " have one name for properties, which do not tell capitals and dashes.",
				"Change one of the names; or give the beans the same attribute name of " + annotation(kind)
						+ " if they are to be one " + kind + ".");
	}

	private static String annotation(String kind) {
		return "@Tcp" + StringUtils.capitalize(kind);
	}

	static String beans(List<String> names) {
		return ((names.size() == 1) ? "bean " : "beans ")
				+ join(names.stream().map((name) -> "'" + name + "'").toList(), " and ");
	}

	static InvalidTcpServerException noData(String owner, List<HandlerBean> beans) {
		return new InvalidTcpServerException(
				"The TCP " + owner + " has no @OnData method, so nobody would receive what peers send.",
				"Add an @OnData method to " + join(beans, " or ") + ".");
	}

	static InvalidTcpServerException severalReplies(String owner, List<HandlerMethod> methods) {
		return new InvalidTcpServerException(
				"The TCP " + owner + " would reply " + methods.size() + " times: by the "
						+ join(methods, ", and by the ") + ".",
				"Let only one of them return something, and the others void.");
	}

	static InvalidTcpServerException clientsOnly(String server, HandlerMethod method) {
		return new InvalidTcpServerException(
				"The " + method + " would never be called: the TCP server '" + server + "' connects to nobody.",
				"Remove it, or move it to a @TcpClient.");
	}

	private static String join(List<?> items, String separator) {
		return items.stream().map(Object::toString).collect(Collectors.joining(separator));
	}

}
