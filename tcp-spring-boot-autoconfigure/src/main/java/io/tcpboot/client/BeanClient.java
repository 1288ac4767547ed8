package io.tcpboot.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketTotals;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.handler.HandlerSet;
import io.tcpboot.handler.SocketKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A client whose handlers are beans, which may be looked at anew, and whose socket may
 * outlive them: when the application context is replaced, the next one goes on with it.
 */
final class BeanClient {

	private final Supplier<HandlerSet> currentHandlers;

	private final Supplier<TcpEventLoop> eventLoop;

	private final SocketKeeper keeper;

	private final OrderlyClose orderlyClose;

	private final List<ClientOptions> targets;

	private final ReconnectingClient<Object> client;

	// By the thread that starts and stops the context.

	private @Nullable TcpSocket<Object> taken;

	private @Nullable Connection<Object> adopted;

	// Guarded by this.

	private HandlerSet handlers;

	private @Nullable TcpSocket<Object> socket;

	BeanClient(ClientDefinition definition, ManagedClientOptions options, Supplier<TcpEventLoop> eventLoop,
			Delays delays, OrderlyClose orderlyClose, SocketKeeper keeper) {
		this.currentHandlers = definition.currentHandlers();
		this.handlers = definition.handlers();
		this.eventLoop = eventLoop;
		this.keeper = keeper;
		this.orderlyClose = orderlyClose;
		this.targets = options.targets();
		this.client = new ReconnectingClient<>(options, this::dial, delays, orderlyClose, (closed) -> {
		});
	}

	ReconnectingClient<Object> client() {
		return this.client;
	}

	List<HandlerDescription> methods() {
		return handlers().methods();
	}

	private CompletableFuture<TcpSocket<Object>> dial(ClientOptions target, SocketTotals totals) {
		HandlerSet handlers = handlers();
		CompletableFuture<TcpSocket<Object>> attempt = this.eventLoop.get()
			.connect(target, handlers.handlers(), null, totals);
		attempt.thenAccept((socket) -> opened(socket, handlers));
		return attempt;
	}

	private synchronized HandlerSet handlers() {
		return this.handlers;
	}

	private synchronized void opened(TcpSocket<Object> socket, HandlerSet handlers) {
		this.socket = socket;
		if (handlers != this.handlers) {
			socket.reload(this.handlers.handlers());
		}
	}

	/**
	 * Look at the beans anew, and use what they say now, on the open socket too.
	 */
	void reload() {
		HandlerSet handlers = this.currentHandlers.get();
		synchronized (this) {
			this.handlers = handlers;
			if (this.socket != null) {
				this.socket.reload(handlers.handlers());
			}
		}
	}

	/**
	 * Take over the socket of the context that was there before, if it leads to where it
	 * should. It can be written to at once; with all else it waits for {@link #start()}.
	 * If it has closed meanwhile, that is told then, and the next one comes after it.
	 */
	void take() {
		TcpSocket<Object> socket = this.keeper.takeClient(this.client.name());
		this.taken = socket;
		if (socket != null) {
			ClientOptions target = new SocketTarget(socket).among(this.targets);
			this.adopted = (target != null) ? this.client.adopt(socket, target) : null;
		}
	}

	void start() {
		TcpSocket<Object> taken = this.taken;
		if (taken != null) {
			// Its own is there, but as a bean only for who asks: operators want to see
			// it.
			this.eventLoop.get();
			resume(taken);
		}
		this.client.start();
		if (taken != null) {
			// Even if it was made on use only: it has been used.
			this.client.use();
		}
	}

	private void resume(TcpSocket<Object> taken) {
		synchronized (this) {
			this.keeper.resumeClient(taken, this.handlers);
			this.socket = taken;
		}
		this.taken = null;
		if (this.adopted != null) {
			this.adopted.watch();
		}
		else {
			this.orderlyClose.close(taken);
		}
	}

	/**
	 * Leave an open socket to the context that comes next. Until {@link #stop()} it can
	 * be written to.
	 * @return whether there was one
	 */
	boolean handOver() {
		TcpSocket<Object> socket = (this.taken != null) ? giveBack(this.taken) : this.client.release();
		if (socket != null) {
			this.keeper.keepClient(this.client.name(), socket);
		}
		return socket != null;
	}

	private TcpSocket<Object> giveBack(TcpSocket<Object> taken) {
		this.taken = null;
		if (this.adopted != null) {
			this.adopted.release();
		}
		return taken;
	}

	CompletionStage<?> stop() {
		return this.client.stop();
	}

}
