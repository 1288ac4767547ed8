package io.tcpboot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening channel and the sockets it has accepted.
 *
 * <pre>
 *  listening --> stopping --> stopped
 *  (accepts)     (sockets     (nothing
 *                 go on)       is left)
 * </pre>
 *
 * @param <D> type of the sockets' data
 */
final class NettyListener<D> implements TcpListener<D>, SocketOwner<D> {

	private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);

	// How long a call may wait for event loops, which do not block unless a handler does.
	private static final int WAIT_SECONDS = 5;

	private final TcpEventLoop eventLoop;

	private final ServerOptions options;

	private final HandlerSlot<D> slot;

	private final Acceptor acceptor;

	private final ListenerBinding binding;

	private final Channel channel;

	private final String name;

	private final Set<TcpSocket<D>> sockets = ConcurrentHashMap.newKeySet();

	// Accepted, and not open before TLS is.
	private final Set<NettySocket<D>> handshaking = ConcurrentHashMap.newKeySet();

	// Sockets that are not gone, and 1 for the listening channel.
	private final AtomicLong remaining = new AtomicLong(1);

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong rejected = new AtomicLong();

	private final AtomicLong acceptFailures = new AtomicLong();

	private final AtomicLong handshakes = new AtomicLong();

	private final AtomicLong handshakeFailures = new AtomicLong();

	private final AtomicLongArray closed = new AtomicLongArray(CloseReason.values().length);

	private final SocketTotals totals = new SocketTotals();

	// Done when the port is free.
	private final Promise<Void> unbound;

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final RepeatedLog acceptLog = new RepeatedLog(logger);

	private final RepeatedLog handlerLog = new RepeatedLog(logger);

	private volatile Supplier<? extends @Nullable D> initialData;

	private volatile boolean closing;

	private volatile boolean forced;

	// Guarded by this.
	private boolean listening = true;

	private boolean referenced;

	NettyListener(TcpEventLoop eventLoop, ServerOptions options, SocketHandlers<D> handlers,
			Supplier<? extends @Nullable D> initialData) {
		this.eventLoop = eventLoop;
		this.options = options;
		this.slot = new HandlerSlot<>(handlers);
		this.initialData = initialData;
		// Nothing is accepted before start().
		this.acceptor = new Acceptor(this, options);
		this.binding = ListenerBinding.bind(eventLoop, options, this.acceptor);
		this.channel = this.binding.channel();
		this.unbound = this.channel.eventLoop().newPromise();
		this.name = (options.name() != null) ? options.name() : target();
	}

	void start() {
		ref();
		this.channel.closeFuture().addListener((future) -> unbind());
		ReloadableTls tls = this.options.tls();
		logger.info("TCP server {} listens on {} ({}{})", this.name, target(), this.eventLoop.transport().kind(),
				(tls != null) ? ", TLS by " + tls.description() : "");
		this.channel.config().setAutoRead(true);
	}

	/**
	 * The channel is closed. Event loop of the channel.
	 */
	private void unbind() {
		removeFile();
		if (this.eventLoop.transport().kind() == Transport.Kind.NIO) {
			// The JDK frees the port when it selects again, which is before the next
			// scheduled task, but not before the next task.
			this.channel.eventLoop().schedule(() -> {
			}, 0, TimeUnit.NANOSECONDS).addListener((selected) -> unbound());
		}
		else {
			unbound();
		}
	}

	private void unbound() {
		this.unbound.setSuccess(null);
		release();
	}

	/**
	 * Remove the file of a unix socket, if it is still there.
	 */
	private void removeFile() {
		SocketFile file = this.binding.file();
		try {
			if (file != null) {
				file.remove();
			}
		}
		catch (IOException ex) {
			logger.warn("TCP server {} leaves its file {} behind", this.name, file, ex);
		}
	}

	private String target() {
		String host = (this.options.host() != null) ? this.options.host() : "*";
		return (this.options.isUnix()) ? place() : host + ":" + port();
	}

	private String place() {
		if (this.options.abstractName() != null) {
			return "@" + this.options.abstractName();
		}
		return (this.options.path() != null) ? this.options.path().toString() : "port " + port();
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int port() {
		return (this.binding.address() instanceof InetSocketAddress inet) ? inet.getPort() : -1;
	}

	@Override
	public @Nullable String host() {
		return this.options.host();
	}

	@Override
	public SocketAddress localAddress() {
		return this.binding.address();
	}

	@Override
	public synchronized boolean isListening() {
		return this.listening;
	}

	@Override
	public Collection<TcpSocket<D>> sockets() {
		return Collections.unmodifiableSet(this.sockets);
	}

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public long rejected() {
		return this.rejected.get();
	}

	@Override
	public long acceptFailures() {
		return this.acceptFailures.get();
	}

	@Override
	public long handshakes() {
		return this.handshakes.get();
	}

	@Override
	public long handshakeFailures() {
		return this.handshakeFailures.get();
	}

	@Override
	public long closed(CloseReason reason) {
		return this.closed.get(reason.ordinal());
	}

	@Override
	public long bytesRead() {
		return this.totals.bytesRead(this.sockets);
	}

	@Override
	public long bytesWritten() {
		return this.totals.bytesWritten(this.sockets);
	}

	@Override
	public long pendingBytes() {
		return SocketTotals.sum(this.sockets, TcpSocket::pendingBytes);
	}

	@Override
	public int pausedSockets() {
		return SocketTotals.paused(this.sockets);
	}

	@Override
	public int generation() {
		return this.slot.handlers.generation;
	}

	@Override
	public void reload(SocketHandlers<D> handlers) {
		this.slot.handlers = this.slot.renewed(Objects.requireNonNull(handlers, "handlers"));
		logger.info("TCP server {} on {} reloaded, {} sockets stay open", this.name, place(), this.sockets.size());
		this.sockets.forEach((socket) -> ((NettySocket<D>) socket).reload(this.slot));
	}

	@Override
	public void reload(ServerOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ServerOptions options() {
		return this.options;
	}

	@Override
	public CompletionStage<Void> park() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void unpark() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void initialData(Supplier<? extends @Nullable D> initialData) {
		this.initialData = Objects.requireNonNull(initialData, "initialData");
	}

	@Override
	public CompletionStage<Void> stop() {
		beginStop();
		awaitUnbound();
		return this.stopped.copy();
	}

	private void beginStop() {
		if (stopListening()) {
			logger.info("TCP server {} on {} stopping, {} sockets open", this.name, place(), this.sockets.size());
			removeFile();
			this.channel.close();
		}
	}

	/**
	 * Wait until the port is free, but not for ever: a handler may block the event loop.
	 */
	private void awaitUnbound() {
		if (!LoopThread.isCurrent() && !this.unbound.awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS)
				&& !this.channel.eventLoop().isTerminated()) {
			logger.warn("TCP server {} still holds {} after {} seconds: an event loop is blocked", this.name, place(),
					WAIT_SECONDS);
		}
	}

	private synchronized boolean stopListening() {
		boolean first = this.listening;
		if (first) {
			unref();
			this.listening = false;
		}
		return first;
	}

	@Override
	public CompletionStage<Void> stop(Duration grace) {
		Check.notNegative("grace", grace);
		beginStop();
		forceAfter(grace);
		awaitUnbound();
		return this.stopped.copy();
	}

	/**
	 * Not on an event loop: a handler may block it, and the sockets of the others are to
	 * be closed in time.
	 */
	private void forceAfter(Duration grace) {
		this.stopped.copy().orTimeout(grace.toNanos(), TimeUnit.NANOSECONDS).exceptionally((timeout) -> {
			cutOff(grace);
			return null;
		});
	}

	private void cutOff(Duration grace) {
		if (!this.sockets.isEmpty()) {
			logger.warn("TCP server {} on {} cuts off {} sockets after {}", this.name, place(), this.sockets.size(),
					grace);
		}
		beginStopNow();
	}

	@Override
	public CompletionStage<Void> shutdown(Duration grace) {
		Check.notNegative("grace", grace);
		// Before the sockets are walked through: whoever opens later sees it.
		this.closing = true;
		beginStop();
		forceAfter(grace);
		this.handshaking.forEach((socket) -> socket.close(CloseReason.SHUTDOWN));
		this.sockets.forEach(TcpSocket::shutdown);
		awaitUnbound();
		return this.stopped.copy();
	}

	@Override
	public CompletionStage<Void> stopNow() {
		beginStopNow();
		awaitUnbound();
		return this.stopped.copy();
	}

	/**
	 * Stop and close all sockets, without waiting for anything.
	 */
	void beginStopNow() {
		// Before the sockets are walked through: whoever opens later sees it.
		this.forced = true;
		beginStop();
		this.handshaking.forEach(NettySocket::closeByForce);
		this.sockets.forEach((socket) -> ((NettySocket<D>) socket).closeByForce());
	}

	@Override
	public CompletionStage<Void> stopped() {
		return this.stopped.copy();
	}

	@Override
	public void close() {
		stopNow();
		if (!LoopThread.isCurrent()) {
			awaitStopped();
		}
	}

	private void awaitStopped() {
		try {
			this.stopped.get(WAIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			logger.warn("TCP server {} still has {} sockets after {} seconds: an event loop is blocked", this.name,
					this.sockets.size(), WAIT_SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public synchronized void ref() {
		if (this.listening && !this.referenced) {
			this.referenced = true;
			KeepAlive.acquire();
		}
	}

	@Override
	public synchronized void unref() {
		if (this.referenced) {
			this.referenced = false;
			KeepAlive.release();
		}
	}

	/**
	 * Take over an accepted channel. Event loop of the listening channel.
	 */
	void accept(Channel child) {
		EventLoop loop = this.eventLoop.next();
		NettySocket<D> socket = new NettySocket<>(loop, this.options.socket(), this, this.slot, null);
		SocketSetup.configure(child, this.options.socket());
		ReloadableTls tls = this.options.tls();
		Pipeline.build(child, socket, tls);
		this.remaining.incrementAndGet();
		this.accepted.incrementAndGet();
		if (tls != null) {
			this.handshaking.add(socket);
		}
		ChannelFuture registration = loop.register(child);
		if (registration.isDone()) {
			// A loop that is gone already would not tell.
			registered(child, socket, registration.cause());
		}
		else {
			registration.addListener((future) -> registered(child, socket, future.cause()));
		}
		if (tls != null && (this.forced || this.closing)) {
			// The stop may have walked through the sockets before this one was there.
			socket.closeByForce();
		}
	}

	private void registered(Channel child, NettySocket<D> socket, @Nullable Throwable failure) {
		if (failure != null) {
			this.handshaking.remove(socket);
			child.unsafe().closeForcibly();
			acceptFailed(failure);
			left(child.remoteAddress());
		}
	}

	private void left(@Nullable SocketAddress remote) {
		this.acceptor.ended(remote);
		release();
	}

	void refused() {
		this.rejected.incrementAndGet();
	}

	void acceptFailed(Throwable cause) {
		this.acceptFailures.incrementAndGet();
		this.acceptLog.warn("TCP server " + this.name + " cannot accept, and will try again", cause);
	}

	@Override
	public void handshaken(NettySocket<D> socket, @Nullable Throwable failure) {
		if (failure == null) {
			this.handshakes.incrementAndGet();
		}
		else {
			this.handshakeFailures.incrementAndGet();
			logger.debug("{} TLS handshake failed: {}", socket, failure.toString());
		}
	}

	@Override
	public void opening(NettySocket<D> socket) {
		if (this.options.isUnix()) {
			// The kernel knows the draft of the path only.
			socket.localAddress = this.binding.address();
			SocketAddress remote = socket.remoteAddress;
			socket.remoteAddress = (remote != null) ? Transport.portable(remote) : null;
		}
		this.sockets.add(socket);
		this.handshaking.remove(socket);
		if (this.options.acceptPaused()) {
			socket.pause();
		}
		socket.data(this.initialData.get());
	}

	@Override
	public void opened(NettySocket<D> socket, @Nullable Throwable failure) {
		logger.debug("{} open", socket);
		if (this.forced) {
			socket.closeByForce();
		}
		else if (this.closing) {
			socket.shutdown();
		}
	}

	@Override
	public void closing(NettySocket<D> socket, CloseReason reason) {
		this.sockets.remove(socket);
		this.totals.gone(socket);
		this.closed.incrementAndGet(reason.ordinal());
		logger.debug("{} closed: {}", socket, reason, socket.closeCause());
	}

	@Override
	public void gone(NettySocket<D> socket) {
		this.handshaking.remove(socket);
		left(socket.remoteAddress());
	}

	@Nullable NettySocket<D> find(long number) {
		for (TcpSocket<D> socket : this.sockets) {
			if (((NettySocket<D>) socket).number() == number) {
				return (NettySocket<D>) socket;
			}
		}
		return null;
	}

	private void release() {
		if (this.remaining.decrementAndGet() == 0) {
			this.eventLoop.forget(this);
			logger.info("TCP server {} on {} stopped after {} connections", this.name, place(), this.accepted);
			this.stopped.complete(null);
		}
	}

	@Override
	public void unhandled(NettySocket<D> socket, String what, Throwable cause) {
		this.handlerLog.warn(what + " failed, " + socket + " closes", cause);
	}

	@Override
	public String toString() {
		return "TcpListener " + this.name;
	}

}
