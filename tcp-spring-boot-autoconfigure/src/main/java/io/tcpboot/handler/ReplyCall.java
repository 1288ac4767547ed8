package io.tcpboot.handler;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method and sends what it returns.
 *
 * @param method the method, for messages
 * @param call the method, compiled
 * @param reply how to send
 */
record ReplyCall(HandlerMethod method, MethodCall call, Reply reply) implements EventCall {

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object received) throws Exception {
		Object value = this.call.invoke(socket, received);
		// Nobody waits for a reply that a closed socket refuses. Any other must not get
		// lost.
		if (value != null && received != null && !this.reply.send(socket, value, (ByteBuf) received)
				&& socket.isOpen()) {
			throw new IllegalStateException("reply of " + this.method + " does not fit: " + socket.pendingBytes()
					+ " bytes are pending (expected: room for the whole reply below maxPending)");
		}
	}

}
