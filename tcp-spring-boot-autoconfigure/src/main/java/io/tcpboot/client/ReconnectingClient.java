package io.tcpboot.client;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.tcpboot.CloseReason;
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

	private final Duration grace;

	private final Owner owner;

	// Written under the lock, read without.

	private volatile ClientState state = ClientState.IDLE;

	private volatile @Nullable TcpSocket<D> socket;

	private volatile String address;

	private volatile long attempts;

	private volatile @Nullable Throwable lastFailure;

	// Guarded by this.

	private final AttemptPlan plan;

	// Counts stops: what was begun in an earlier life is of no interest any more.
	private int life;

	private long openedNanos;

	private @Nullable CompletableFuture<TcpSocket<D>> attempt;

	private @Nullable Future<?> waiting;

	private @Nullable CompletableFuture<TcpSocket<D>> nextSocket;

	private @Nullable TcpSocket<D> closing;

	ReconnectingClient(ManagedClientOptions options, Dialer<D> dialer, Delays delays, Duration grace, Owner owner) {
		this.options = options;
		this.dialer = dialer;
		this.delays = delays;
		this.log = new ClientLog(options.name(), delays);
		this.grace = grace;
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
			begin(UNUSED);
		}
	}

	@Override
	public @Nullable TcpSocket<D> socket() {
		if (this.state == ClientState.IDLE) {
			begin(UNUSED);
			// Not even if it is there by now: who only sends must not depend on a race.
			return null;
		}
		return this.socket;
	}

	@Override
	public CompletionStage<TcpSocket<D>> connect() {
		CompletableFuture<TcpSocket<D>> result;
		synchronized (this) {
			TcpSocket<D> socket = this.socket;
			if (socket != null && socket.isOpen()) {
				return CompletableFuture.completedStage(socket);
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
			return this.dialer.dial(this.plan.target());
		}
		catch (RuntimeException | Error ex) {
			// Who schedules attempts would swallow it, and there would be no other.
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void opened(int life, TcpSocket<D> socket) {
		CompletableFuture<TcpSocket<D>> nextSocket = null;
		boolean late;
		synchronized (this) {
			late = life != this.life;
			if (!late) {
				this.state = ClientState.CONNECTED;
				this.attempt = null;
				this.socket = socket;
				this.openedNanos = this.delays.nanoTime();
				nextSocket = takeNextSocket();
			}
		}
		if (late) {
			socket.close();
			return;
		}
		this.log.connected(this.address);
		socket.closed().whenComplete((reason, failure) -> lost(life, socket, reason));
		if (nextSocket != null) {
			nextSocket.complete(socket);
		}
	}

	private void lost(int life, TcpSocket<D> socket, CloseReason reason) {
		Throwable failure = new IOException("connection to " + this.address + " closed: " + reason,
				socket.closeCause());
		synchronized (this) {
			this.closing = (this.closing != socket) ? this.closing : null;
			if (life != this.life) {
				return;
			}
			this.socket = null;
			this.plan.lost(openNanos());
		}
		retry(life, failure);
	}

	private long openNanos() {
		return this.delays.nanoTime() - this.openedNanos;
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
		TcpSocket<D> socket;
		CompletableFuture<TcpSocket<D>> attempt;
		CompletableFuture<TcpSocket<D>> disappointed;
		synchronized (this) {
			this.life++;
			this.state = ClientState.STOPPED;
			socket = this.socket;
			this.closing = (socket != null) ? socket : this.closing;
			this.socket = null;
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
		return (socket != null) ? shutdown(socket) : CompletableFuture.completedStage(null);
	}

	private static void cancel(@Nullable Future<?> future) {
		if (future != null) {
			future.cancel(false);
		}
	}

	private CompletionStage<?> shutdown(TcpSocket<D> socket) {
		socket.shutdown();
		Future<?> force = this.delays.schedule(socket::terminate, this.grace.toMillis());
		return socket.closed().whenComplete((reason, failure) -> force.cancel(false));
	}

	/**
	 * Stop, and leave no socket to close in order.
	 */
	void stopNow() {
		stop();
		TcpSocket<D> closing;
		synchronized (this) {
			closing = this.closing;
		}
		if (closing != null) {
			closing.terminate();
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
		boolean lasts = this.socket != null && this.plan.lasts(openNanos());
		return (lasts) ? 0 : this.plan.failures();
	}

	@Override
	public @Nullable Throwable lastFailure() {
		return this.lastFailure;
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
