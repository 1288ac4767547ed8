package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import javax.net.ssl.SSLSession;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpSocket;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter of a handler method is given, chosen by its type. An argument is made
 * either of the socket or of the event's subject.
 */
enum Argument {

	SOCKET(TcpSocket.class, EnumSet.allOf(SocketEvent.class), "same"),

	BYTE_BUF(ByteBuf.class, EnumSet.of(SocketEvent.DATA), "same"),

	BYTE_BUFFER(ByteBuffer.class, EnumSet.of(SocketEvent.DATA), "byteBuffer"),

	BYTE_ARRAY(byte[].class, EnumSet.of(SocketEvent.DATA), "byteArray"),

	STRING(String.class, EnumSet.of(SocketEvent.DATA), "string"),

	CLOSE_REASON(CloseReason.class, EnumSet.of(SocketEvent.CLOSE), "same"),

	THROWABLE(Throwable.class, EnumSet.of(SocketEvent.ERROR, SocketEvent.CONNECT_ERROR), "same"),

	CLOSE_CAUSE(Throwable.class, EnumSet.of(SocketEvent.CLOSE), "closeCause"),

	CONNECT_EXCEPTION(TcpConnectException.class, EnumSet.of(SocketEvent.CONNECT_ERROR), "same"),

	TLS_SESSION(TlsSession.class, EnumSet.complementOf(EnumSet.of(SocketEvent.CONNECT_ERROR)), "tlsSession"),

	CERTIFICATE(X509Certificate.class, EnumSet.complementOf(EnumSet.of(SocketEvent.CONNECT_ERROR)), "certificate"),

	/** The socket's data, of whatever type the user has chosen. */
	SOCKET_DATA(Object.class, EnumSet.allOf(SocketEvent.class), "socketData");

	/** Made of the socket and not of the event's subject. */
	private static final Set<Argument> OF_SOCKET = EnumSet.of(SOCKET, CLOSE_CAUSE, TLS_SESSION, CERTIFICATE,
			SOCKET_DATA);

	private final Class<?> type;

	private final Set<SocketEvent> events;

	private final String source;

	Argument(Class<?> type, Set<SocketEvent> events, String source) {
		this.type = type;
		this.events = events;
		this.source = source;
	}

	/**
	 * Return the argument for a parameter.
	 * @param type type of the parameter
	 * @param event what the method handles
	 * @return the argument, or {@code null} if there is none for this type
	 */
	static @Nullable Argument of(Class<?> type, SocketEvent event) {
		return Arrays.stream(values())
			.filter((argument) -> argument.type == type && argument.events.contains(event))
			.findFirst()
			.orElse(isSocketData(type) ? SOCKET_DATA : null);
	}

	/**
	 * Whoever asks for an {@code Exception}, a {@code CharSequence} or the JDK's kind of
	 * a TLS session means something else than the socket's data.
	 */
	private static boolean isSocketData(Class<?> type) {
		return !type.isPrimitive() && type != Void.class && !SSLSession.class.isAssignableFrom(type)
				&& Arrays.stream(values())
					.filter((argument) -> argument != SOCKET_DATA)
					.noneMatch((known) -> known.type.isAssignableFrom(type) || type.isAssignableFrom(known.type));
	}

	/**
	 * Return the position of what the argument is made of: 0 for the socket, 1 for the
	 * subject.
	 */
	int position() {
		return OF_SOCKET.contains(this) ? 0 : 1;
	}

	/**
	 * Return what makes the argument.
	 * @param type type of the parameter
	 * @return a handle from {@code call.parameterType(position())} to that type
	 */
	MethodHandle source(Class<?> type, MethodType call) {
		try {
			// A new one each time: a handle keeps the last that asType made of it, and
			// with it the class loader of an application that is gone.
			return MethodHandles.lookup()
				.findStatic(Argument.class, this.source, MethodType.methodType(Object.class, Object.class))
				.asType(MethodType.methodType(type, call.parameterType(position())));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Object same(Object value) {
		return value;
	}

	private static Object byteBuffer(Object bytes) {
		return ByteBuffer.wrap(ByteBufUtil.getBytes((ByteBuf) bytes));
	}

	private static Object byteArray(Object bytes) {
		return ByteBufUtil.getBytes((ByteBuf) bytes);
	}

	private static Object string(Object bytes) {
		return ((ByteBuf) bytes).toString(StandardCharsets.UTF_8);
	}

	private static @Nullable Object closeCause(Object socket) {
		return ((TcpSocket<?>) socket).closeCause();
	}

	private static @Nullable Object tlsSession(Object socket) {
		return ((TcpSocket<?>) socket).tlsSession();
	}

	/**
	 * A certificate that was not verified proves nothing: who wants to see it all the
	 * same asks the session.
	 */
	private static @Nullable Object certificate(Object socket) {
		TlsSession session = ((TcpSocket<?>) socket).tlsSession();
		return (session != null && session.authorized()) ? session.peerCertificates().get(0) : null;
	}

	private static @Nullable Object socketData(Object socket) {
		return ((TcpSocket<?>) socket).data();
	}

}
