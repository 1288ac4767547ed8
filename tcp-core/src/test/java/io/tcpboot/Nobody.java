package io.tcpboot;

import org.jspecify.annotations.Nullable;

/**
 * The owner of a socket that has none.
 */
final class Nobody implements SocketOwner<String> {

	@Override
	public String name() {
		return "nobody";
	}

	@Override
	public void handshaken(NettySocket<String> socket, @Nullable Throwable failure) {
	}

	@Override
	public void opening(NettySocket<String> socket) {
	}

	@Override
	public void opened(NettySocket<String> socket, @Nullable Throwable failure) {
	}

	@Override
	public void closing(NettySocket<String> socket, CloseReason reason) {
	}

	@Override
	public void gone(NettySocket<String> socket) {
	}

	@Override
	public void unhandled(NettySocket<String> socket, String what, Throwable cause) {
		throw new AssertionError(what, cause);
	}

}
