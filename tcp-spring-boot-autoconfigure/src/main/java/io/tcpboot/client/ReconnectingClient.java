package io.tcpboot.client;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketTotals;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connects, and does it again; {@link ClientState} draws how. Any thread: each step is
 * decided under the lock, and taken outside of it, as it may call user code.
 *
 * @param <D> type of the socket's data
 */
final class ReconnectingClient<D> implements ManagedClient<D> {

	private static final Set<ClientState> UNUSED = EnumSet.of(ClientState.IDLE);

	private static final Set<ClientState> AT_REST = EnumSet.of(ClientState.IDLE, ClientState.GAVE_UP);

	private final ManagedClientOptions options;

	private final Dialer<D> dialer;

	private final Delays delays;

	private final ClientLog log;

	private final OrderlyClose orderlyClose;

	private final Owner owner;

	private final SocketTotals totals = new SocketTotals();

	// Written under the lock, read without.

	private volatile ClientState state = ClientState.IDLE;

	private volatile @Nullable Connection<D> connection;

	private volatile String address;

	private volatile long attempts;

	private volatile @Nullable Throwable lastFailure;

	// Guarded by this.

	private final AttemptPlan plan;

	// Counts stops: what was begun in an earlier life is of no interest any more.
	private int life;

	private @Nullable CompletableFuture<TcpSocket<D>> attempt;

	private @Nullable Future<?> waiting;

	private @Nullable CompletableFuture<TcpSocket<D>> nextSocket;

	ReconnectingClient(ManagedClientOptions options, Dialer<D> dialer, Delays delays, OrderlyClose orderlyClose,
			Owner owner) {
		this.options = options;
		this.dialer = dialer;
		this.delays = delays;
		this.log = new ClientLog(options.name(), delays);
		this.orderlyClose = orderlyClose;
		this.owner = owner;
		this.plan = new AttemptPlan(options);
		this.address = ManagedClientOptions.address(this.plan.target());
	}

	/**
	 * Be there for the application, and connect unless it is to be asked for.
	 */
	void start() {
		synchronized (this) {
			if (this.state == ClientState.STOPPED) {
				this.state = ClientState.IDLE;
			}
		}
		if (!this.options.isConnectOnUse()) {
			use();
		}
	}

	void use() {
		begin(UNUSED);
	}

	@Override
	public @Nullable TcpSocket<D> socket() {
		if (this.state == ClientState.IDLE) {
			use();
			// Not even if it is there by now: who only sends must not depend on a race.
			return null;
		}
		return peek();
	}

	@Override
	public CompletionStage<TcpSocket<D>> connect() {
		CompletableFuture<TcpSocket<D>> result;
		synchronized (this) {
			Connection<D> connection = this.connection;
			if (connection != null && connection.socket().isOpen()) {
				return CompletableFuture.completedStage(connection.socket());
			}
			if (this.state == ClientState.STOPPED) {
				return CompletableFuture.failedStage(stopped());
			}
			result = Objects.requireNonNullElseGet(this.nextSocket, CompletableFuture::new);
			this.nextSocket = result;
		}
		begin(AT_REST);
		return result.minimalCompletionStage();
	}

	private void begin(Set<ClientState> from) {
		int life;
		synchronized (this) {
			if (!from.contains(this.state)) {
				return;
			}
			this.plan.begin();
			connecting();
			life = this.life;
		}
		dial(life);
	}

	private void resume(int life) {
		synchronized (this) {
			if (life != this.life) {
				return;
			}
			connecting();
		}
		dial(life);
	}

	private void connecting() {
		this.state = ClientState.CONNECTING;
		this.attempts++;
	}

	private void dial(int life) {
		CompletableFuture<TcpSocket<D>> attempt = newAttempt();
		boolean late;
		synchronized (this) {
			late = life != this.life;
			this.attempt = (late) ? this.attempt : attempt;
		}
		if (late) {
			attempt.cancel(false);
		}
		attempt.whenComplete((socket, failure) -> {
			if (failure == null) {
				opened(life, socket);
			}
			else {
				failed(life, failure);
			}
		});
	}

	private CompletableFuture<TcpSocket<D>> newAttempt() {
		try {
			return this.dialer.dial(this.plan.target(), this.totals);
		}
		catch (RuntimeException | Error ex) {
			// Who schedules attempts would swallow it, and there would be no other.
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void opened(int life, TcpSocket<D> socket) {
		CompletableFuture<TcpSocket<D>> nextSocket = null;
		Connection<D> connection = null;
		synchronized (this) {
			if (life == this.life) {
				connection = connected(socket);
				this.attempt = null;
				nextSocket = takeNextSocket();
			}
		}
		if (connection == null) {
			socket.close();
			return;
		}
		this.log.connected(this.address);
		connection.watch();
		if (nextSocket != null) {
			nextSocket.complete(socket);
		}
	}

	private Connection<D> connected(TcpSocket<D> socket) {
		int life = this.life;
		Connection<D> connection = new Connection<>(socket, this.delays.nanoTime(), (lost) -> lost(life, lost));
		this.connection = connection;
		this.state = ClientState.CONNECTED;
		this.totals.add(socket);
		return connection;
	}

	private void lost(int life, Connection<D> connection) {
		TcpSocket<D> socket = connection.socket();
		Throwable failure = new IOException("connection to " + this.address + " closed: " + socket.closeReason(),
				socket.closeCause());
		synchronized (this) {
			if (life != this.life) {
				return;
			}
			this.connection = null;
			this.plan.lost(connection.openNanos(this.delays.nanoTime()));
		}
		retry(life, failure);
	}

	/**
	 * Begin with a socket that is there already. Before the start.
	 * @return the connection, not watched yet
	 */
	synchronized Connection<D> adopt(TcpSocket<D> socket, ClientOptions target) {
		this.plan.begin();
		this.plan.target(target);
		this.address = ManagedClientOptions.address(target);
		return connected(socket);
	}

	/**
	 * Give the socket away, if it is open: it is not told of here any more. Until the
	 * stop it can be written to.
	 */
	synchronized @Nullable TcpSocket<D> release() {
		Connection<D> connection = this.connection;
		if (connection == null || connection.isReleased() || !connection.socket().isOpen()) {
			return null;
		}
		connection.release();
		return connection.socket();
	}

	private void failed(int life, Throwable failure) {
		synchronized (this) {
			if (life != this.life) {
				return;
			}
			this.attempt = null;
			this.plan.failed();
		}
		retry(life, failure);
	}

	private void retry(int life, Throwable failure) {
		CompletableFuture<TcpSocket<D>> disappointed = null;
		long delayMillis;
		synchronized (this) {
			if (life != this.life) {
				return;
			}
			this.lastFailure = failure;
			this.address = ManagedClientOptions.address(this.plan.target());
			delayMillis = this.plan.delayMillis();
			if (delayMillis == AttemptPlan.GIVE_UP) {
				this.state = ClientState.GAVE_UP;
				disappointed = takeNextSocket();
			}
			else {
				this.state = ClientState.WAITING;
				this.waiting = this.delays.schedule(() -> resume(life), delayMillis);
			}
		}
		this.log.trouble(failure, next(delayMillis));
		if (disappointed != null) {
			disappointed.completeExceptionally(failure);
		}
	}

	private static String next(long delayMillis) {
		return (delayMillis != AttemptPlan.GIVE_UP) ? "next attempt in " + delayMillis + " ms" : "no more attempts";
	}

	private @Nullable CompletableFuture<TcpSocket<D>> takeNextSocket() {
		CompletableFuture<TcpSocket<D>> nextSocket = this.nextSocket;
		this.nextSocket = null;
		return nextSocket;
	}

	@Override
	public void close() {
		stop();
		this.owner.closed(this);
	}

	/**
	 * Stop until the next {@link #start()}.
	 * @return completes when the socket has closed, after the grace period by force
	 */
	CompletionStage<?> stop() {
		Connection<D> connection;
		CompletableFuture<TcpSocket<D>> attempt;
		CompletableFuture<TcpSocket<D>> disappointed;
		synchronized (this) {
			this.life++;
			this.state = ClientState.STOPPED;
			connection = this.connection;
			this.connection = null;
			attempt = this.attempt;
			this.attempt = null;
			disappointed = takeNextSocket();
			cancel(this.waiting);
			this.waiting = null;
		}
		cancel(attempt);
		if (disappointed != null) {
			disappointed.completeExceptionally(stopped());
		}
		return (connection != null && !connection.isReleased()) ? this.orderlyClose.close(connection.socket())
				: CompletableFuture.completedStage(null);
	}

	private static void cancel(@Nullable Future<?> future) {
		if (future != null) {
			future.cancel(false);
		}
	}

	private CancellationException stopped() {
		return new CancellationException("TCP client '" + name() + "' is stopped");
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public ClientState state() {
		return this.state;
	}

	@Override
	public String address() {
		return this.address;
	}

	@Override
	public long attempts() {
		return this.attempts;
	}

	@Override
	public synchronized int failures() {
		Connection<D> connection = this.connection;
		boolean lasts = connection != null && this.plan.lasts(connection.openNanos(this.delays.nanoTime()));
		return (lasts) ? 0 : this.plan.failures();
	}

	@Override
	public @Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	@Override
	public @Nullable TcpSocket<D> peek() {
		Connection<D> connection = this.connection;
		return (connection != null) ? connection.socket() : null;
	}

	@Override
	public SocketTotals totals() {
		return this.totals;
	}

	@Override
	public ManagedClientOptions options() {
		return this.options;
	}

	@Override
	public String toString() {
		return "TCP client '" + name() + "' (" + this.state + ", " + this.address + ")";
	}

	/**
	 * Who keeps the client.
	 */
	@FunctionalInterface
	interface Owner {

		/**
		 * Called when the application has closed the client.
		 */
		void closed(ReconnectingClient<?> client);

	}

}
