package io.tcpboot.handler;

import java.util.List;
import java.util.stream.Collectors;

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

	static InvalidTcpServerException staticMethod(HandlerMethod method) {
		return new InvalidTcpServerException("The " + method + " is static.",
				"Remove static: the method is called on the bean.");
	}

	static InvalidTcpServerException missesProxy(HandlerMethod method, String modifier) {
		return new InvalidTcpServerException(
				"The " + method + " is " + modifier + ", so a call would go past the bean's proxy.",
				"Remove " + modifier + "; package-private is enough.");
	}

	static InvalidTcpServerException notOfInterface(HandlerMethod method) {
		return new InvalidTcpServerException(
				"The " + method + " cannot be called: the bean's proxy has only the methods of its interfaces.",
				"Declare the method in one of the interfaces, or have the class proxied, as "
						+ "spring.aop.proxy-target-class=true does.");
	}

	static InvalidTcpServerException parameterType(HandlerMethod method, Class<?> type) {
		return new InvalidTcpServerException("The " + method + " has a parameter of type " + type.getSimpleName()
				+ ", which " + method.event() + " does not supply.",
				"Use only these, in any order: " + parameterTypes(method.event()) + ".");
	}

	private static String parameterTypes(SocketEvent event) {
		String subject = switch (event) {
			case DATA -> "the bytes as ByteBuf, ByteBuffer, byte[] or String; ";
			case CLOSE, ERROR, CONNECT_ERROR -> event.subject().getSimpleName() + "; ";
			case OPEN, HANDSHAKE, DRAIN, END, TIMEOUT, RELOAD, SHUTDOWN -> "";
		};
		return "TcpSocket; " + subject + "one type of your own for the socket's data";
	}

	static InvalidTcpServerException severalSocketData(HandlerMethod method, Class<?> one, Class<?> other) {
		return new InvalidTcpServerException(
				"The " + method + " has two parameters for the socket's data, of types " + one.getSimpleName() + " and "
						+ other.getSimpleName() + ".",
				"Leave one: a socket keeps one object, the one that socket.data(...) was called with.");
	}

	static InvalidTcpServerException returnType(HandlerMethod method, Class<?> type) {
		String description = "The " + method + " returns " + type.getSimpleName() + ", which ";
		if (method.event() != SocketEvent.DATA) {
			return new InvalidTcpServerException(description + "nobody would receive.",
					"Return void, and write to the TcpSocket: only what an @OnData method returns is sent.");
		}
		return new InvalidTcpServerException(description + "cannot be sent.",
				"Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent, or void to send nothing.");
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
