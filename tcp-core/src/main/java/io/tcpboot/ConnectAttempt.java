package io.tcpboot;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects one socket: looks up the name, tries one address after the other, and gives up
 * in time. Event loop only, but for {@link #start()} and {@link #cancel()}.
 *
 * @param <D> type of the socket's data
 */
final class ConnectAttempt<D> implements SocketOwner<D> {

	private static final Logger logger = LoggerFactory.getLogger(TcpSocket.class);

	private static final RepeatedLog handlerLog = new RepeatedLog(logger);

	// Who does TLS is worth one line.
	private static final Set<String> tlsLogged = ConcurrentHashMap.newKeySet();

	private static final int RETRY_MILLIS = 10;

	private final TcpEventLoop eventLoop;

	private final EventLoop loop;

	private final ClientOptions options;

	private final NettySocket<D> socket;

	private final CompletableFuture<TcpSocket<D>> future = new CompletableFuture<>();

	private final @Nullable SocketAddress unixAddress;

	private final long deadlineNanos;

	// Any thread.
	private volatile Incidents incidents;

	private @Nullable Future<?> timer;

	private @Nullable Channel channel;

	private @Nullable TcpConnectException failure;

	private boolean over;

	ConnectAttempt(TcpEventLoop eventLoop, ClientOptions options, SocketHandlers<D> handlers, @Nullable D data,
			Incidents incidents) {
		this.eventLoop = eventLoop;
		this.loop = eventLoop.currentOrNext();
		this.options = options;
		this.socket = new NettySocket<>(this.loop, options.socket(), this, new HandlerSlot<>(handlers), data);
		this.unixAddress = unixAddress(eventLoop.transport(), options);
		this.deadlineNanos = System.nanoTime() + options.connectTimeout().toNanos();
		this.incidents = incidents;
	}

	private static @Nullable SocketAddress unixAddress(Transport transport, ClientOptions options) {
		if (options.abstractName() != null) {
			return transport.abstractAddress(options.abstractName());
		}
		return (options.path() != null) ? transport.unixAddress(options.path()) : null;
	}

	CompletableFuture<TcpSocket<D>> start() {
		this.future.whenComplete((result, failure) -> {
			if (failure != null) {
				execute(this::cancelled);
			}
		});
		this.eventLoop.started(this);
		execute(this::startTimer);
		if (this.unixAddress != null) {
			SocketAddress[] addresses = { this.unixAddress };
			execute(() -> tryNext(addresses, 0));
		}
		else if (this.eventLoop.transport().kind() == Transport.Kind.LOCAL) {
			// In memory every name will do, and no name server is asked.
			SocketAddress[] addresses = { InetSocketAddress
				.createUnresolved(Objects.requireNonNull(this.options.host()), this.options.port()) };
			execute(() -> tryNext(addresses, 0));
		}
		else {
			Resolver.resolve(Objects.requireNonNull(this.options.host()))
				.whenComplete((addresses, failure) -> execute(() -> resolved(addresses, failure)));
		}
		return this.future;
	}

	/**
	 * Give up, as the event loop closes. Any thread.
	 */
	void cancel() {
		execute(this::cancelled);
	}

	private void execute(Runnable action) {
		try {
			this.loop.execute(action);
		}
		catch (RejectedExecutionException ex) {
			this.future.completeExceptionally(failure(TcpConnectException.Kind.OTHER, ex));
		}
	}

	private void startTimer() {
		if (!this.over && !this.options.connectTimeout().isZero()) {
			this.timer = this.loop.schedule(() -> giveUp(failure(TcpConnectException.Kind.TIMED_OUT, this.failure)),
					this.deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
	}

	private void resolved(InetAddress @Nullable [] addresses, @Nullable Throwable failure) {
		if (addresses != null) {
			tryNext(Arrays.stream(addresses)
				.map((address) -> new InetSocketAddress(address, this.options.port()))
				.toArray(SocketAddress[]::new), 0);
		}
		else {
			Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
			giveUp(failure(TcpConnectException.Kind.UNKNOWN_HOST, cause));
		}
	}

	private void tryNext(SocketAddress[] addresses, int index) {
		if (this.over) {
			return;
		}
		try {
			Transport transport = this.eventLoop.transport();
			Channel channel = Objects
				.requireNonNull((this.unixAddress != null) ? transport.unixChannel() : transport.channel())
				.newChannel();
			this.channel = channel;
			SocketSetup.configure(channel, this.options.socket());
			// Our own timer is for all addresses together; each gets its share.
			channel.config().setConnectTimeoutMillis(shareMillis(addresses.length - index));
			this.loop.register(channel);
			channel.connect(addresses[index], this.options.localAddress()).addListener((connected) -> {
				if (connected.isSuccess()) {
					connected(channel);
				}
				else {
					failed(addresses, index, connected.cause());
				}
			});
		}
		catch (RuntimeException ex) {
			failed(addresses, index, (ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	private int shareMillis(int addresses) {
		if (this.options.connectTimeout().isZero()) {
			return 0;
		}
		long leftMillis = TimeUnit.NANOSECONDS.toMillis(this.deadlineNanos - System.nanoTime());
		return (int) Math.min(Integer.MAX_VALUE, Math.max(1, leftMillis / addresses));
	}

	private void failed(SocketAddress[] addresses, int index, Throwable cause) {
		if (this.over) {
			return;
		}
		if (this.eventLoop.isClosed()) {
			cancelled();
			return;
		}
		closeChannel();
		if (this.unixAddress != null && Errno.is(cause, Errno.AGAIN)) {
			// The backlog is full. Over TCP the kernel would wait for a place.
			this.loop.schedule(() -> tryNext(addresses, index), RETRY_MILLIS, TimeUnit.MILLISECONDS);
			return;
		}
		TcpConnectException failure = failure(Failures.connectKind(cause), cause);
		if (this.failure != null) {
			failure.addSuppressed(this.failure);
		}
		this.failure = failure;
		if (index + 1 < addresses.length) {
			tryNext(addresses, index + 1);
		}
		else {
			giveUp(failure);
		}
	}

	private void connected(Channel channel) {
		if (this.over) {
			channel.close();
			return;
		}
		ReloadableTls tls = this.options.tls();
		if (tls != null && tlsLogged.add(tls.description())) {
			logger.info("TLS of clients by {}", tls.description());
		}
		try {
			Pipeline.build(channel, this.socket, tls);
		}
		catch (RuntimeException ex) {
			giveUp(failure((tls != null) ? TcpConnectException.Kind.TLS : TcpConnectException.Kind.OTHER, ex));
			return;
		}
		if (tls != null) {
			channel.config().setAutoRead(true);
		}
		else {
			end();
			this.socket.open();
		}
	}

	@Override
	public @Nullable String peerHost() {
		return this.options.host();
	}

	@Override
	public int peerPort() {
		return this.options.port();
	}

	@Override
	public void handshaken(NettySocket<D> socket, @Nullable Throwable failure) {
		if (failure == null) {
			end();
		}
		else {
			giveUp(failure(TcpConnectException.Kind.TLS, failure));
		}
	}

	private void cancelled() {
		if (!this.over) {
			giveUp(failure(TcpConnectException.Kind.CANCELLED, new CancellationException()));
		}
	}

	private void giveUp(TcpConnectException failure) {
		if (this.over) {
			return;
		}
		end();
		closeChannel();
		this.future.completeExceptionally(this.socket.connectFailed(failure));
	}

	private void end() {
		this.over = true;
		this.eventLoop.ended(this);
		if (this.timer != null) {
			this.timer.cancel(false);
		}
	}

	private void closeChannel() {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			channel.close();
		}
	}

	private TcpConnectException failure(TcpConnectException.Kind kind, @Nullable Throwable cause) {
		return new TcpConnectException(host(), this.options.port(), kind, cause);
	}

	private String host() {
		if (this.options.abstractName() != null) {
			return "@" + this.options.abstractName();
		}
		return (this.options.path() != null) ? this.options.path().toString() : String.valueOf(this.options.host());
	}

	@Override
	public String name() {
		String name = this.options.name();
		if (name != null) {
			return name;
		}
		return (this.unixAddress != null) ? host() : host() + ":" + this.options.port();
	}

	@Override
	public Incidents incidents() {
		return this.incidents;
	}

	@Override
	public void incidents(Incidents incidents) {
		this.incidents = incidents;
	}

	@Override
	public void opening(NettySocket<D> socket) {
		SocketAddress local = socket.localAddress;
		if (this.unixAddress != null && local != null) {
			socket.localAddress = Transport.portable(local);
			socket.remoteAddress = Transport.portable(this.unixAddress);
		}
		this.eventLoop.opened(socket);
	}

	@Override
	public void opened(NettySocket<D> socket, @Nullable Throwable failure) {
		logger.debug("{} open", socket);
		if (failure != null) {
			this.future.completeExceptionally(failure);
		}
		else if (!this.future.complete(socket)) {
			// Cancelled in the last moment.
			socket.close();
		}
	}

	@Override
	public void closing(NettySocket<D> socket, CloseReason reason) {
		logger.debug("{} closed: {}", socket, reason, socket.closeCause());
	}

	@Override
	public void gone(NettySocket<D> socket) {
		this.eventLoop.closed(socket);
	}

	@Override
	public void unhandled(NettySocket<D> socket, String what, Throwable cause) {
		handlerLog.warn(what + " failed, " + socket + " closes", cause);
	}

}
