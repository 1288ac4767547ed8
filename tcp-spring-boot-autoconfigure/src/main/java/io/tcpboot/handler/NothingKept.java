package io.tcpboot.handler;

import java.util.function.Supplier;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing: what a context has ends with it.
 */
final class NothingKept implements SocketKeeper {

	@Override
	public boolean isReplacing() {
		return false;
	}

	@Override
	public void keepServer(String name, TcpListener<Object> listener) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void keepClient(String name, TcpSocket<Object> socket) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void settle() {
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(String name, ServerOptions options) {
		return null;
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(String name) {
		return null;
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(ServerOptions options) {
		return null;
	}

	@Override
	public void giveUp(ServerOptions options) {
	}

	@Override
	public void resumeServer(TcpListener<Object> listener, HandlerSet handlers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public @Nullable TcpSocket<Object> takeClient(String name) {
		return null;
	}

	@Override
	public void resumeClient(TcpSocket<Object> socket, HandlerSet handlers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public TcpEventLoop eventLoop(Supplier<TcpEventLoop> factory) {
		return factory.get();
	}

	@Override
	public void closeEventLoop(TcpEventLoop eventLoop) {
		eventLoop.close();
	}

}
