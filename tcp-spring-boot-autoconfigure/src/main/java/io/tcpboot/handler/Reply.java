package io.tcpboot.handler;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Types that a method may return to have them sent.
 */
enum Reply {

	BYTE_BUF(ByteBuf.class) {

		@Override
		boolean send(TcpSocket<Object> socket, Object reply, @Nullable ByteBuf received) {
			ByteBuf bytes = (ByteBuf) reply;
			try {
				return socket.send(bytes);
			}
			finally {
				if (!sharesMemory(bytes, received)) {
					bytes.release();
				}
			}
		}

	},

	BYTE_BUFFER(ByteBuffer.class) {

		@Override
		boolean send(TcpSocket<Object> socket, Object reply, @Nullable ByteBuf received) {
			return socket.send((ByteBuffer) reply);
		}

	},

	BYTE_ARRAY(byte[].class) {

		@Override
		boolean send(TcpSocket<Object> socket, Object reply, @Nullable ByteBuf received) {
			return socket.send((byte[]) reply);
		}

	},

	TEXT(CharSequence.class) {

		@Override
		boolean send(TcpSocket<Object> socket, Object reply, @Nullable ByteBuf received) {
			return socket.send((CharSequence) reply);
		}

	};

	private final Class<?> type;

	Reply(Class<?> type) {
		this.type = type;
	}

	/**
	 * Return how a value is sent.
	 * @param type declared type of the value
	 * @return the reply, or {@code null} if values of this type cannot be sent
	 */
	static @Nullable Reply of(Class<?> type) {
		return Arrays.stream(values()).filter((reply) -> reply.type.isAssignableFrom(type)).findFirst().orElse(null);
	}

	/**
	 * Send a value that a method has returned, and release it if that handed it over.
	 * @param received the bytes that the method was called with, if it was
	 * @return whether the socket took it
	 */
	abstract boolean send(TcpSocket<Object> socket, Object reply, @Nullable ByteBuf received);

	/**
	 * The received bytes are released by whoever has read them. A slice or duplicate of
	 * them has the same count: to release it would be once too often.
	 */
	private static boolean sharesMemory(ByteBuf bytes, @Nullable ByteBuf received) {
		return bytes == received || (received != null && root(bytes) == root(received));
	}

	private static ByteBuf root(ByteBuf bytes) {
		ByteBuf root = bytes;
		for (ByteBuf next = root.unwrap(); next != null; next = root.unwrap()) {
			root = next;
		}
		return root;
	}

}
