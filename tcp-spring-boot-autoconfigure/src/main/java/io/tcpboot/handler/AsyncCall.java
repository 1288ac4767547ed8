package io.tcpboot.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;

/**
 * What is done with bytes that have arrived, if that may take longer than the call.
 */
@FunctionalInterface
public interface AsyncCall {

	/** What a call returns that is done already. */
	CompletionStage<?> DONE = CompletableFuture.completedFuture(null);

	/**
	 * Begin, on the event loop of the socket.
	 * @param socket the socket
	 * @param bytes the bytes, valid until the stage completes
	 * @return completes when the next bytes may come, with whatever has failed
	 * @throws Exception whatever the user's method throws
	 */
	CompletionStage<?> call(TcpSocket<Object> socket, ByteBuf bytes) throws Exception;

	/**
	 * Return a call that is done when it returns.
	 * @param call the call
	 * @return the same, as one that may be done later
	 */
	static AsyncCall of(EventCall call) {
		return (socket, bytes) -> {
			call.call(socket, bytes);
			return DONE;
		};
	}

}
