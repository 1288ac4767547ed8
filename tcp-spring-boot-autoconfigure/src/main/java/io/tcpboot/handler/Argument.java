package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * What a parameter of a handler method is given, chosen by its type. An argument is made
 * either of the socket or of the event's subject.
 */
enum Argument {

	SOCKET(TcpSocket.class, Void.class, "same"),

	BYTE_BUF(ByteBuf.class, ByteBuf.class, "same"),

	BYTE_BUFFER(ByteBuffer.class, ByteBuf.class, "byteBuffer"),

	BYTE_ARRAY(byte[].class, ByteBuf.class, "byteArray"),

	STRING(String.class, ByteBuf.class, "string"),

	CLOSE_REASON(CloseReason.class, CloseReason.class, "same"),

	THROWABLE(Throwable.class, Throwable.class, "same"),

	/** The socket's data, of whatever type the user has chosen. */
	SOCKET_DATA(Object.class, Void.class, "socketData");

	private final Class<?> type;

	private final Class<?> subject;

	private final MethodHandle source;

	Argument(Class<?> type, Class<?> subject, String source) {
		this.type = type;
		this.subject = subject;
		try {
			this.source = MethodHandles.lookup()
				.findStatic(Argument.class, source, MethodType.methodType(Object.class, Object.class));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the argument for a parameter.
	 * @param type type of the parameter
	 * @param event what the method handles
	 * @return the argument, or {@code null} if there is none for this type
	 */
	static @Nullable Argument of(Class<?> type, SocketEvent event) {
		for (Argument argument : values()) {
			if (argument.type == type && argument != SOCKET_DATA) {
				return argument.isFor(event) ? argument : null;
			}
		}
		return isSocketData(type) ? SOCKET_DATA : null;
	}

	private boolean isFor(SocketEvent event) {
		return this.subject == Void.class || this.subject == event.subject();
	}

	/**
	 * Whoever asks for an {@code Exception} or a {@code CharSequence} means something
	 * else than the socket's data.
	 */
	private static boolean isSocketData(Class<?> type) {
		return !type.isPrimitive() && Arrays.stream(values())
			.filter((argument) -> argument != SOCKET_DATA)
			.noneMatch((known) -> known.type.isAssignableFrom(type) || type.isAssignableFrom(known.type));
	}

	/**
	 * Return the position of what the argument is made of: 0 for the socket, 1 for the
	 * subject.
	 */
	int position() {
		return (this.subject != Void.class) ? 1 : 0;
	}

	/**
	 * Return what makes the argument.
	 * @param type type of the parameter
	 * @return a handle from {@code call.parameterType(position())} to that type
	 */
	MethodHandle source(Class<?> type, MethodType call) {
		return this.source.asType(MethodType.methodType(type, call.parameterType(position())));
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

	private static @Nullable Object socketData(Object socket) {
		return ((TcpSocket<?>) socket).data();
	}

}
