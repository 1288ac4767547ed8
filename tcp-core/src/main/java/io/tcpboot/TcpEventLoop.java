package io.tcpboot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that do all input and output, for servers and clients together. A socket
 * belongs to one of them for its whole life. Any thread may call anything.
 */
public final class TcpEventLoop implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TcpEventLoop.class);

	private static final long CLOSE_SECONDS = 5;

	private final boolean shared;

	private final Transport transport;

	private final LoopWatch watch;

	private final EventLoopGroup group;

	private final Set<NettyListener<?>> listeners = ConcurrentHashMap.newKeySet();

	private final Set<ConnectAttempt<?>> attempts = ConcurrentHashMap.newKeySet();

	private final Set<NettySocket<?>> clients = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private TcpEventLoop(Builder builder, boolean shared) {
		this.shared = shared;
		this.transport = Transport.load(builder.transport);
		int threads = (builder.threads != 0) ? builder.threads : Runtime.getRuntime().availableProcessors();
		this.watch = new LoopWatch(builder.name, builder.blockedThreshold, this::find);
		this.group = new Loops(threads, LoopThread.factory(builder.name), this.transport.ioHandler(), this.watch);
		logger.info("TCP event loop {}: {} threads, transport {} ({})", builder.name, threads, this.transport.kind(),
				this.transport.reason());
	}

	/**
	 * Return the event loop that {@link Tcp} uses. It lives as long as the JVM.
	 * @return the shared event loop
	 */
	public static TcpEventLoop shared() {
		return Shared.INSTANCE;
	}

	/**
	 * Create an event loop with default settings.
	 * @return a new event loop, to be closed by the caller
	 */
	public static TcpEventLoop create() {
		return builder().build();
	}

	/**
	 * Start from the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the transport in use.
	 * @return the transport, with the reason why it was chosen
	 */
	public Transport transport() {
		return this.transport;
	}

	/**
	 * Listen. Bound when it returns.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param options where and how
	 * @param handlers what happens to the sockets
	 * @return the listener
	 * @throws TcpBindException if the address cannot be bound
	 */
	public <D> TcpListener<D> listen(ServerOptions options, SocketHandlers<D> handlers) {
		return listen(options, handlers, () -> null);
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
	public <D> TcpListener<D> listen(ServerOptions options, SocketHandlers<D> handlers,
			Supplier<? extends @Nullable D> initialData) {
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(handlers, "handlers");
		Objects.requireNonNull(initialData, "initialData");
		checkOpen();
		NettyListener<D> listener = new NettyListener<>(this, options, handlers, initialData);
		this.listeners.add(listener);
		listener.start();
		if (this.closed) {
			listener.stopNow();
		}
		return listener;
	}

	/**
	 * Connect.
	 * @param <D> type of the data that the application keeps with the socket
	 * @param options where to and how
	 * @param handlers what happens to the socket
	 * @return a future that completes after {@code open}, or fails with a
	 * {@link TcpConnectException}. Cancelling it aborts the attempt
	 */
	public <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers) {
		return connect(options, handlers, null);
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
	public <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers,
			@Nullable D data) {
		return connect(options, handlers, data, Incidents.UNCOUNTED);
	}

	/**
	 * Connect, and count what goes wrong from the start: in {@code open} and
	 * {@code connectError} too. The socket itself is to be {@linkplain SocketTotals#add
	 * added} when it is open.
	 * @param <D> type of the data that the application keeps with the socket
	 * @param options where to and how
	 * @param handlers what happens to the socket
	 * @param data the socket's data, visible in {@code open} and {@code connectError}
	 * @param totals where to count
	 * @return a future that completes after {@code open}, or fails with a
	 * {@link TcpConnectException}. Cancelling it aborts the attempt
	 */
	public <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers,
			@Nullable D data, SocketTotals totals) {
		return connect(options, handlers, data, totals.incidents);
	}

	private <D> CompletableFuture<TcpSocket<D>> connect(ClientOptions options, SocketHandlers<D> handlers,
			@Nullable D data, Incidents incidents) {
		Objects.requireNonNull(options, "options");
		Objects.requireNonNull(handlers, "handlers");
		checkOpen();
		return new ConnectAttempt<>(this, options, handlers, data, incidents).start();
	}

	/**
	 * Return how often a callback has kept a thread longer than the
	 * {@linkplain Builder#blockedThreshold(Duration) threshold}.
	 * @return a count that only grows; 0 without a threshold
	 */
	public long blockedCallbacks() {
		return this.watch.blocked();
	}

	/**
	 * Return the threads as Netty knows them, for those who measure them. What is run on
	 * them makes sockets wait.
	 * @return an unmodifiable list
	 */
	public List<EventExecutor> executors() {
		return StreamSupport.stream(this.group.spliterator(), false).toList();
	}

	/**
	 * Run a task on each of the threads, in between what they do there.
	 * @param task the task; what it throws fails the stage
	 * @return a stage that completes when all have done it. Threads that have ended, or
	 * had nothing to do yet and so do not run, do not count
	 */
	public CompletionStage<Void> onEachThread(Runnable task) {
		Objects.requireNonNull(task, "task");
		List<CompletableFuture<Void>> runs = new ArrayList<>();
		for (EventExecutor loop : this.group) {
			if (((SocketLoop) loop).thread() != null) {
				runs.add(run(loop, () -> {
					task.run();
					return CompletableFuture.completedFuture(null);
				}));
			}
		}
		return CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new));
	}

	/**
	 * Run on an event loop, but never inside of whatever runs there now.
	 * @return completes with what the task returns
	 */
	static CompletableFuture<Void> run(Executor loop, Supplier<CompletableFuture<Void>> task) {
		try {
			return CompletableFuture.supplyAsync(task, loop).thenCompose((stage) -> stage);
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and its sockets with it.
			return CompletableFuture.completedFuture(null);
		}
	}

	private void checkOpen() {
		if (this.closed) {
			throw new IllegalStateException("event loop is closed");
		}
	}

	EventLoop next() {
		return this.group.next();
	}

	/**
	 * Return the event loop that is calling, so that it need not wait for another.
	 */
	EventLoop currentOrNext() {
		if (LoopThread.isCurrent()) {
			for (EventExecutor executor : this.group) {
				if (executor.inEventLoop()) {
					return (EventLoop) executor;
				}
			}
		}
		return next();
	}

	private @Nullable NettySocket<?> find(long number) {
		Stream<NettySocket<?>> clients = this.clients.stream().filter((client) -> client.number() == number);
		Stream<NettySocket<?>> accepted = this.listeners.stream().map((listener) -> listener.find(number));
		return Stream.concat(clients, accepted).filter(Objects::nonNull).findAny().orElse(null);
	}

	void forget(NettyListener<?> listener) {
		this.listeners.remove(listener);
	}

	boolean isClosed() {
		return this.closed;
	}

	void started(ConnectAttempt<?> attempt) {
		this.attempts.add(attempt);
		if (this.closed) {
			attempt.cancel();
		}
	}

	void ended(ConnectAttempt<?> attempt) {
		this.attempts.remove(attempt);
	}

	void opened(NettySocket<?> client) {
		this.clients.add(client);
		if (this.closed) {
			client.closeByForce();
		}
	}

	void closed(NettySocket<?> client) {
		this.clients.remove(client);
	}

	/**
	 * Close every listener and socket at once, with {@link CloseReason#SHUTDOWN}, and end
	 * the threads. Waits for that, at most some seconds, unless called on an event loop.
	 * @throws IllegalStateException for the {@linkplain #shared() shared} event loop
	 */
	@Override
	public void close() {
		if (this.shared) {
			throw new IllegalStateException("shared event loop: cannot be closed (expected: one of your own)");
		}
		this.closed = true;
		this.listeners.forEach(NettyListener::beginStopNow);
		// Netty would leave them for ever if they registered a moment too late.
		this.attempts.forEach(ConnectAttempt::cancel);
		this.clients.forEach(NettySocket::closeByForce);
		this.group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
		if (!LoopThread.isCurrent()) {
			this.group.terminationFuture().awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
		}
	}

	private static final class Loops extends MultiThreadIoEventLoopGroup {

		Loops(int threads, ThreadFactory threadFactory, IoHandlerFactory ioHandlerFactory, LoopWatch watch) {
			super(threads, threadFactory, ioHandlerFactory, watch);
		}

		@Override
		protected IoEventLoop newChild(Executor executor, IoHandlerFactory ioHandlerFactory, Object... args) {
			// A field of this class would not be set yet.
			return new SocketLoop(this, executor, ioHandlerFactory, (LoopWatch) args[0]);
		}

	}

	private static final class Shared {

		private static final TcpEventLoop INSTANCE = new TcpEventLoop(builder(), true);

	}

	/**
	 * Collects settings.
	 */
	public static final class Builder {

		private Transport.Kind transport = Transport.Kind.AUTO;

		private int threads;

		private String name = "tcp-loop";

		private Duration blockedThreshold = Duration.ofSeconds(2);

		private Builder() {
		}

		/**
		 * Set the transport.
		 * @param transport which one; {@code AUTO} unless set
		 * @return this builder
		 */
		public Builder transport(Transport.Kind transport) {
			this.transport = Objects.requireNonNull(transport, "transport");
			return this;
		}

		/**
		 * Set the number of threads.
		 * @param threads at least 1; one for each processor unless set
		 * @return this builder
		 */
		public Builder threads(int threads) {
			Check.atLeast("threads", threads, 1);
			this.threads = threads;
			return this;
		}

		/**
		 * Set what the names of the threads begin with.
		 * @param name the name; {@code tcp-loop} unless set
		 * @return this builder
		 */
		public Builder name(String name) {
			Check.notEmpty("name", name);
			this.name = name;
			return this;
		}

		/**
		 * Set how long a callback may keep a thread. The sockets of the thread wait
		 * meanwhile, so it is warned of one that takes longer, with its stack: once a
		 * minute for each thread at most.
		 * @param blockedThreshold the time, at least 10 milliseconds; 2 seconds unless
		 * set, zero not to watch
		 * @return this builder
		 */
		public Builder blockedThreshold(Duration blockedThreshold) {
			Check.notNegative("blockedThreshold", blockedThreshold);
			Check.that(blockedThreshold.isZero() || blockedThreshold.toMillis() >= 10, "blockedThreshold",
					blockedThreshold, "0 or >= PT0.01S");
			this.blockedThreshold = blockedThreshold;
			return this;
		}

		/**
		 * Create the event loop and its threads.
		 * @return a new event loop, to be closed by the caller
		 * @throws IllegalStateException if the transport that was asked for cannot be
		 * loaded
		 */
		public TcpEventLoop build() {
			return new TcpEventLoop(this, false);
		}

	}

}
