package io.tcpboot.handler;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method and sends what it returns.
 *
 * @param call the method, compiled
 * @param sender how to send
 */
record ReplyCall(MethodCall call, ReplySender sender) implements EventCall {

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		Object value = this.call.invoke(socket, subject);
		this.sender.send(socket, value, (subject instanceof ByteBuf received) ? received : null);
	}

}
