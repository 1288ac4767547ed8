package io.tcpboot.handler;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a method has returned.
 *
 * @param method the method, for messages
 * @param reply how to send
 */
record ReplySender(HandlerMethod method, Reply reply) {

	/**
	 * Send, from any thread. Nobody waits for a reply that a closed socket refuses. Any
	 * other must not get lost.
	 * @param value what the method has returned
	 * @param received the bytes that it was called with, if it was
	 */
	void send(TcpSocket<Object> socket, @Nullable Object value, @Nullable ByteBuf received) {
		if (value != null && !this.reply.send(socket, value, received) && socket.isOpen()) {
			throw new IllegalStateException("reply of " + this.method + " does not fit: " + socket.pendingBytes()
					+ " bytes are pending (expected: room for the whole reply below maxPending)");
		}
	}

}
