package io.tcpboot.handler;

import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method that returns a stage, and sends what that completes with. It is sent
 * before the event loop is told, which then shows the next bytes: so replies keep their
 * order, and the received bytes are still valid if they are the reply.
 *
 * @param call the method, compiled
 * @param sender how to send, {@code null} if the stage brings nothing
 */
record StageCall(MethodCall call, @Nullable ReplySender sender) implements AsyncCall {

	@Override
	public CompletionStage<?> call(TcpSocket<Object> socket, ByteBuf bytes) throws Exception {
		CompletionStage<?> stage = (CompletionStage<?>) this.call.invoke(socket, bytes);
		if (stage == null) {
			return DONE;
		}
		ReplySender sender = this.sender;
		return (sender != null) ? stage.thenAccept((value) -> sender.send(socket, value, bytes)) : stage;
	}

}
