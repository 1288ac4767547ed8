package io.tcpboot.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerSet;
import io.tcpboot.handler.SocketKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sockets of clients from one context of a test to the next.
 */
final class StoringKeeper implements SocketKeeper, AutoCloseable {

	final Map<String, TcpSocket<Object>> clients = new ConcurrentHashMap<>();

	private final TcpEventLoop eventLoop = TcpEventLoop.builder().threads(1).build();

	private volatile boolean replacing;

	/**
	 * Run what ends a context, or fails to start one, that is to be replaced.
	 */
	void whileReplacing(Runnable action) {
		this.replacing = true;
		try {
			action.run();
		}
		finally {
			this.replacing = false;
		}
	}

	@Override
	public boolean isReplacing() {
		return this.replacing;
	}

	@Override
	public void keepClient(String name, TcpSocket<Object> socket) {
		socket.park();
		if (this.clients.put(name, socket) != null) {
			throw new IllegalStateException(name + " is kept twice");
		}
	}

	@Override
	public @Nullable TcpSocket<Object> takeClient(String name) {
		return this.clients.remove(name);
	}

	@Override
	public void resumeClient(TcpSocket<Object> socket, HandlerSet handlers) {
		socket.reload(handlers.handlers());
		socket.unpark();
	}

	@Override
	public void keepServer(String name, TcpListener<Object> listener) {
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
	public TcpEventLoop eventLoop(Supplier<TcpEventLoop> factory) {
		return this.eventLoop;
	}

	@Override
	public void closeEventLoop(TcpEventLoop eventLoop) {
	}

	@Override
	public void close() {
		this.eventLoop.close();
	}

}
