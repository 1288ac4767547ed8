package io.tcpboot;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
final class NettyListener<D> extends CountingListener<D> implements SocketOwner<D> {

	private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);

	// How long a call may wait for event loops, which do not block unless a handler does.
	private static final int WAIT_SECONDS = 5;

	private final TcpEventLoop eventLoop;

	private final HandlerSlot<D> slot;

	private final AcceptLimiter limiter;

	private final ListenerParking parking = new ListenerParking(this);

	private final ListenerReload optionsReload = new ListenerReload(this);

	private final Set<TcpSocket<D>> sockets = ConcurrentHashMap.newKeySet();

	// Accepted, and not open before TLS is.
	private final Set<NettySocket<D>> handshaking = ConcurrentHashMap.newKeySet();

	// One, but for a reload, until its port is free.
	private final Set<ListenerPlace> places = ConcurrentHashMap.newKeySet();

	// Sockets that are not gone, places, and 1 for a reload that is going on.
	private final AtomicLong remaining = new AtomicLong();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final RepeatedLog acceptLog = new RepeatedLog(logger);

	private final RepeatedLog handlerLog = new RepeatedLog(logger);

	private volatile Listening current;

	private volatile Supplier<? extends @Nullable D> initialData;

	private volatile boolean closing;

	private volatile boolean forced;

	// Guarded by this.
	private boolean listening = true;

	private boolean referenced;

	NettyListener(TcpEventLoop eventLoop, ServerOptions options, SocketHandlers<D> handlers,
			Supplier<? extends @Nullable D> initialData) {
		this.eventLoop = eventLoop;
		this.slot = new HandlerSlot<>(handlers);
		this.initialData = initialData;
		this.limiter = new AcceptLimiter(options);
		// Nothing is accepted before start().
		this.current = new Listening(options, bind(options));
	}

	void start() {
		ref();
		Listening current = this.current;
		ReloadableTls tls = current.options().tls();
		logger.info("TCP server {} listens on {} ({}{})", current.name(), current.target(),
				this.eventLoop.transport().kind(), (tls != null) ? ", TLS by " + tls.description() : "");
		current.place().acceptor().start(new ArrayDeque<>());
	}

	/**
	 * Bind one more place, for a start or a reload.
	 */
	ListenerPlace bind(ServerOptions options) {
		ListenerPlace place = ListenerPlace.bind(this.eventLoop, options, new Acceptor(this, this.limiter));
		this.remaining.incrementAndGet();
		this.places.add(place);
		place.whenUnbound(() -> {
			this.places.remove(place);
			release();
		});
		return place;
	}

	@Override
	public String name() {
		return this.current.name();
	}

	@Override
	public int port() {
		return this.current.port();
	}

	@Override
	public @Nullable String host() {
		return this.current.options().host();
	}

	@Override
	public SocketAddress localAddress() {
		return this.current.place().address();
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
	public int generation() {
		return this.slot.handlers.generation;
	}

	@Override
	public void reload(SocketHandlers<D> handlers) {
		this.slot.handlers = this.slot.renewed(Objects.requireNonNull(handlers, "handlers"));
		logger.debug("TCP server {} on {} reloaded, {} sockets stay open", name(), this.current, this.sockets.size());
		liveSockets().forEach((socket) -> socket.reload(this.slot));
	}

	@Override
	public void reload(ServerOptions options) {
		this.optionsReload.reload(Objects.requireNonNull(options, "options"));
	}

	/**
	 * Keep the listener from being over, until {@link #release()}.
	 */
	synchronized void hold() {
		checkListening();
		this.remaining.incrementAndGet();
	}

	/**
	 * Go by this from now on. A place that comes too late is left at once.
	 */
	void become(Listening next) {
		Listening before = replaceCurrent(next);
		Level level = (next.isCalledLike(before)) ? Level.DEBUG : Level.INFO;
		logger.atLevel(level)
			.log("TCP server {} reloaded, listens on {}, {} sockets stay open", next.name(), next.target(),
					this.sockets.size());
	}

	private synchronized Listening replaceCurrent(Listening next) {
		if (!this.listening) {
			next.place().close();
		}
		checkListening();
		this.limiter.reload(next.options());
		Listening before = this.current;
		this.current = next;
		return before;
	}

	private void checkListening() {
		if (!this.listening) {
			throw new IllegalStateException(this + " has been stopped");
		}
	}

	/**
	 * The place is gone, and there is none instead.
	 */
	void lost(Listening place, TcpBindException failure) {
		logger.error("TCP server {} has lost {} and stops", place.name(), place, failure);
		beginStop();
	}

	Listening current() {
		return this.current;
	}

	@Override
	public ServerOptions options() {
		return this.current.options();
	}

	@Override
	public CompletionStage<Void> park() {
		return this.parking.park().copy();
	}

	@Override
	public void unpark() {
		this.parking.unpark();
	}

	boolean isParked() {
		return this.parking.isParked();
	}

	Set<ListenerPlace> places() {
		return this.places;
	}

	List<EventExecutor> executors() {
		return this.eventLoop.executors();
	}

	/**
	 * Return those that are open, and before them those that are to open after TLS: one
	 * that opens meanwhile is not missed.
	 */
	Stream<NettySocket<D>> liveSockets() {
		return Stream.concat(this.handshaking.stream(), this.sockets.stream().map((socket) -> (NettySocket<D>) socket));
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
			logger.info("TCP server {} on {} stopping, {} sockets open", name(), this.current, this.sockets.size());
			this.places.forEach(ListenerPlace::close);
		}
		// Not before the close: who has waited outside would come in.
		unpark();
	}

	private void awaitUnbound() {
		this.places.forEach(this::awaitUnbound);
	}

	void awaitUnbound(ListenerPlace place) {
		if (!place.awaitUnbound(WAIT_SECONDS)) {
			logger.warn("TCP server {} still holds {} after {} seconds: an event loop is blocked", name(),
					place.address(), WAIT_SECONDS);
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
			logger.warn("TCP server {} on {} cuts off {} sockets after {}", name(), this.current, this.sockets.size(),
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
			logger.warn("TCP server {} still has {} sockets after {} seconds: an event loop is blocked", name(),
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
		ServerOptions options = options();
		NettySocket<D> socket = new NettySocket<>(loop, options.socket(), this, this.slot, null);
		SocketSetup.configure(child, options.socket());
		ReloadableTls tls = options.tls();
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
		if (this.limiter.ended(remote)) {
			this.current.place().acceptor().refresh();
		}
		release();
	}

	void refused() {
		this.rejected.incrementAndGet();
	}

	void acceptFailed(Throwable cause) {
		this.acceptFailures.incrementAndGet();
		this.acceptLog.warn("TCP server " + name() + " cannot accept, and will try again", cause);
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
	public Incidents incidents() {
		return this.totals.incidents;
	}

	@Override
	public void opening(NettySocket<D> socket) {
		SocketAddress unixAddress = ListenerBinding.unixAddressOf(Objects.requireNonNull(socket.channel));
		if (unixAddress != null) {
			socket.localAddress = unixAddress;
			SocketAddress remote = socket.remoteAddress;
			socket.remoteAddress = (remote != null) ? Transport.portable(remote) : null;
		}
		this.sockets.add(socket);
		this.handshaking.remove(socket);
		if (options().acceptPaused()) {
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

	void release() {
		if (this.remaining.decrementAndGet() == 0) {
			this.eventLoop.forget(this);
			logger.info("TCP server {} on {} stopped after {} connections", name(), this.current, this.accepted);
			this.stopped.complete(null);
		}
	}

	@Override
	public void unhandled(NettySocket<D> socket, String what, Throwable cause) {
		this.handlerLog.warn(what + " failed, " + socket + " closes", cause);
	}

	@Override
	public String toString() {
		return "TcpListener " + name();
	}

}
