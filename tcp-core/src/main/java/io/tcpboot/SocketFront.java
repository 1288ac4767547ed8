package io.tcpboot;

import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * What any thread may ask of a socket or have done to it: it answers from shared state,
 * and hands everything else to the parts that live on the event loop, {@link SocketLife}
 * and {@link NettySocket}.
 *
 * @param <D> type of the socket's data
 */
abstract class SocketFront<D> extends SocketOutput<D> {

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<SocketFront> READ = AtomicLongFieldUpdater.newUpdater(SocketFront.class,
			"bytesRead");

	private static final AtomicLong NUMBERS = new AtomicLong();

	private final long number = NUMBERS.incrementAndGet();

	volatile HandlerSlot<D> slot;

	private volatile long bytesRead;

	volatile @Nullable SocketAddress localAddress;

	volatile @Nullable SocketAddress remoteAddress;

	volatile @Nullable CloseReason closeReason;

	volatile @Nullable Throwable closeCause;

	private volatile @Nullable D data;

	private volatile boolean paused;

	// Only once somebody asks, or when there is an answer. Guarded by this.
	private @Nullable CompletableFuture<CloseReason> closed;

	volatile @Nullable TlsSession tlsSession;

	SocketFront(EventLoop loop, SocketOptions options, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options);
		this.slot = slot;
		this.data = data;
	}

	@Override
	public String id() {
		return Long.toString(this.number);
	}

	@Override
	public @Nullable D data() {
		return this.data;
	}

	@Override
	public void data(@Nullable D data) {
		this.data = data;
	}

	@Override
	public void end() {
		this.pending.close();
		onLoop(this::endNow);
	}

	@Override
	public void close() {
		close(CloseReason.LOCAL_END);
	}

	@Override
	public void close(CloseReason reason) {
		Objects.requireNonNull(reason, "reason");
		this.pending.close();
		onLoop(() -> closeNow(reason, null));
	}

	@Override
	public void terminate() {
		this.pending.close();
		onLoop(() -> abort(CloseReason.TERMINATED));
	}

	@Override
	public void shutdown() {
		// Never inside of a handler: it is one itself.
		later(this::beginShutdown);
	}

	/**
	 * Close the descriptor without waiting for the peer. Any thread.
	 */
	void closeByForce() {
		this.pending.close();
		onLoop(this::shutdownNow);
	}

	@Override
	public void pause() {
		this.paused = true;
		onLoop(this::applyPause);
	}

	@Override
	public void resume() {
		this.paused = false;
		onLoop(this::applyPause);
	}

	/**
	 * Two threads may have asked for different things: the last task follows the last
	 * word.
	 */
	private void applyPause() {
		if (this.paused) {
			hold(ReadGate.PAUSED);
		}
		else {
			release(ReadGate.PAUSED);
		}
	}

	@Override
	public void timeout(Duration delay) {
		Check.notNegative("timeout", delay);
		onLoop(() -> timeoutIn(delay.toNanos()));
	}

	@Override
	public void noDelay(boolean noDelay) {
		onLoop(() -> option(ChannelOption.TCP_NODELAY, noDelay));
	}

	@Override
	public void keepAlive(boolean keepAlive) {
		onLoop(() -> option(ChannelOption.SO_KEEPALIVE, keepAlive));
	}

	@Override
	public void reload(SocketHandlers<D> handlers) {
		reload(new HandlerSlot<>(this.slot.renewed(Objects.requireNonNull(handlers, "handlers"))));
	}

	@Override
	public CompletionStage<Void> park() {
		CompletableFuture<Void> quiet = new CompletableFuture<>();
		// Never at once: a callback may be running.
		if (!later(() -> parkNow().thenRun(() -> quiet.complete(null)))) {
			quiet.complete(null);
		}
		return quiet;
	}

	@Override
	public void unpark() {
		later(this::unparkNow);
	}

	/**
	 * Use the handlers of this slot from the next event on. Any thread.
	 */
	void reload(HandlerSlot<D> newSlot) {
		this.slot = newSlot;
		try {
			// Never at once: a callback may be running.
			this.loop.execute(this::reloaded);
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and the socket with it.
		}
	}

	@Override
	public @Nullable TlsSession tlsSession() {
		return this.tlsSession;
	}

	@Override
	public boolean isOpen() {
		return !this.pending.isClosed();
	}

	@Override
	public boolean isWritable() {
		return this.pending.isWritable();
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public long bytesRead() {
		return this.bytesRead;
	}

	/**
	 * Event loop only.
	 */
	final void countRead(int bytes) {
		READ.lazySet(this, this.bytesRead + bytes);
	}

	@Override
	public long bytesWritten() {
		return this.out.writtenBytes();
	}

	@Override
	public long pendingBytes() {
		return this.pending.count();
	}

	@Override
	public @Nullable SocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	public @Nullable SocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public @Nullable CloseReason closeReason() {
		return this.closeReason;
	}

	@Override
	public @Nullable Throwable closeCause() {
		return this.closeCause;
	}

	@Override
	public CompletionStage<CloseReason> closed() {
		return closedFuture().minimalCompletionStage();
	}

	private synchronized CompletableFuture<CloseReason> closedFuture() {
		CompletableFuture<CloseReason> closed = this.closed;
		if (closed == null) {
			closed = new CompletableFuture<>();
			this.closed = closed;
		}
		return closed;
	}

	/**
	 * Tell those who wait for the end.
	 * @param reason why it closed, or {@code null} if it was never open
	 */
	final void tellClosed(@Nullable CloseReason reason) {
		CompletableFuture<CloseReason> closed = closedFuture();
		if (reason != null) {
			closed.complete(reason);
		}
		else {
			closed.completeExceptionally(new ClosedChannelException());
		}
	}

	// What SocketLife and NettySocket do, on the event loop.

	abstract void closeNow(CloseReason reason, @Nullable Throwable cause);

	abstract void abort(CloseReason reason);

	abstract void beginShutdown();

	abstract void shutdownNow();

	abstract void hold(int hold);

	abstract void release(int hold);

	abstract CompletableFuture<Void> parkNow();

	abstract void unparkNow();

	abstract void timeoutIn(long delayNanos);

	abstract <T> void option(ChannelOption<T> option, T value);

	abstract void reloaded();

	abstract void closeAfterFailure(Throwable cause);

}
