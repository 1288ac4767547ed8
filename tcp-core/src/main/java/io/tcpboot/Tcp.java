package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The front door: listens and connects on the {@linkplain TcpEventLoop#shared() shared
 * event loop}. With an event loop of one's own, the same methods are on
 * {@link TcpEventLoop}.
 */
public final class Tcp {

	private Tcp() {
	}

	/**
	 * Listen. Bound when it returns.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param options where and how
	 * @param handlers what happens to the sockets
	 * @return the listener
	 * @throws TcpBindException if the address cannot be bound
	 */
	public static <D> TcpListener<D> listen(ServerOptions options, SocketHandlers<D> handlers) throws TcpBindException {
		return TcpEventLoop.shared().listen(options, handlers);
	}

	/**
	 * Listen, and give each socket data of its own.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param options where and how
	 * @param handlers what happens to the sockets
	 * @param initialData called once for each accepted connection, on its event loop
	 * @return the listener
	 * @throws TcpBindException if the address cannot be bound
	 */
	public static <D> TcpListener<D> listen(ServerOptions options, SocketHandlers<D> handlers,
			Supplier<? extends @Nullable D> initialData) throws TcpBindException {
		return TcpEventLoop.shared().listen(options, handlers, initialData);
	}

	/**
	 * Connect.
	 * @param <D> type of the data that the application keeps with the socket
	 * @param options where to and how
	 * @param handlers what happens to the socket
	 * @return a future that completes after {@code open}, or fails with a
	 * {@link TcpConnectException}. Cancelling it aborts the attempt
	 */
	public static <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers) {
		return TcpEventLoop.shared().connect(options, handlers);
	}

	/**
	 * Connect, with data that is there from the start.
	 * @param <D> type of the data that the application keeps with the socket
	 * @param options where to and how
	 * @param handlers what happens to the socket
	 * @param data the socket's data, visible in {@code open} and {@code connectError}
	 * @return a future that completes after {@code open}, or fails with a
	 * {@link TcpConnectException}. Cancelling it aborts the attempt
	 */
	public static <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers,
			@Nullable D data) {
		return TcpEventLoop.shared().connect(options, handlers, data);
	}

}
