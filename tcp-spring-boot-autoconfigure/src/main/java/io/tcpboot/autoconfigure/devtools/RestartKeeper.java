package io.tcpboot.autoconfigure.devtools;

import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerSet;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketKeeper;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * One application context's way to {@link KeptSockets}.
 */
final class RestartKeeper implements SocketKeeper, DisposableBean {

	private final KeptSockets sockets;

	private final ClassLoader loader;

	private final Supplier<StopReason> stopReason;

	private final boolean successor;

	/**
	 * Create a keeper for a context.
	 * @param sockets what contexts share
	 * @param loader loads the classes of the context
	 * @param stopReason why the calling thread stops the context
	 */
	RestartKeeper(KeptSockets sockets, ClassLoader loader, Supplier<StopReason> stopReason) {
		this.sockets = sockets;
		this.loader = loader;
		this.stopReason = stopReason;
		this.successor = sockets.enter();
	}

	/**
	 * Return whether sockets are handed over. The first start may fail as well: then
	 * nobody comes after it.
	 */
	@Override
	public boolean isReplacing() {
		return switch (this.stopReason.get()) {
			case RESTART -> true;
			case FAILED_START -> this.successor;
			case CLOSE -> false;
		};
	}

	@Override
	public void keepServer(String name, TcpListener<Object> listener) {
		this.sockets.keep(listener, () -> new KeptServer(name, listener));
	}

	@Override
	public void keepClient(String name, TcpSocket<Object> socket) {
		this.sockets.keep(socket, () -> new KeptClient(name, socket));
	}

	@Override
	public void settle() {
		this.sockets.settle();
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(String name, ServerOptions options) {
		return takeServer((server) -> Names.same(server.name(), name) && server.isAt(options));
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(String name) {
		return takeServer((server) -> Names.same(server.name(), name));
	}

	@Override
	public @Nullable TcpListener<Object> takeServer(ServerOptions options) {
		return takeServer((server) -> server.isAt(options));
	}

	private @Nullable TcpListener<Object> takeServer(Predicate<KeptServer> wanted) {
		KeptServer server = this.sockets.take(KeptServer.class, wanted);
		return (server != null) ? server.subject() : null;
	}

	@Override
	public void giveUp(ServerOptions options) {
		this.sockets.giveUp(KeptServer.class, (server) -> server.isAt(options));
	}

	@Override
	public void resumeServer(TcpListener<Object> listener, HandlerSet handlers) {
		this.sockets.resume(listener, handlers, this.loader);
	}

	@Override
	public @Nullable TcpSocket<Object> takeClient(String name) {
		KeptClient client = this.sockets.take(KeptClient.class, (candidate) -> Names.same(candidate.name(), name));
		return (client != null) ? client.subject() : null;
	}

	@Override
	public void resumeClient(TcpSocket<Object> socket, HandlerSet handlers) {
		this.sockets.resume(socket, handlers, this.loader);
	}

	@Override
	public TcpEventLoop eventLoop(Supplier<TcpEventLoop> factory) {
		TcpEventLoop eventLoop = this.sockets.eventLoop().get(factory);
		this.sockets.eventLoop().enter(this.loader);
		return eventLoop;
	}

	/**
	 * It is closed with the last context, which may not even have asked for it.
	 */
	@Override
	public void closeEventLoop(TcpEventLoop eventLoop) {
	}

	@Override
	public void destroy() {
		this.sockets.leave(isReplacing());
	}

}
