package io.tcpboot;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in: the handler of the listening channel. Event loop of that channel
 * only, unless said otherwise.
 *
 * <pre>
 *  new --> accepting --> retiring --> closed
 *          (or waits)    (takes all
 *                         that waits)
 * </pre>
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

	// Long enough not to spin, short enough not to be noticed when descriptors return.
	private static final long BACK_OFF_MILLIS = 200;

	private final NettyListener<?> listener;

	private final AcceptLimiter limiter;

	// Not to be let in now, but accepted already: where the transport takes several at
	// once, or from the one before.
	private final Queue<Channel> waiting = new ArrayDeque<>();

	// Any thread reads.
	private volatile @Nullable Channel channel;

	private boolean started;

	private boolean backingOff;

	private long received;

	// Where those go who are left when this one is retiring.
	private @Nullable CompletableFuture<Queue<Channel>> heritage;

	Acceptor(NettyListener<?> listener, AcceptLimiter limiter) {
		this.listener = listener;
		this.limiter = limiter;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.channel = context.channel();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel child = (Channel) message;
		this.received++;
		if (isToWait()) {
			this.waiting.add(child);
			return;
		}
		admit(child);
		update();
	}

	private boolean isToWait() {
		return this.listener.isParked() || this.limiter.isToWait();
	}

	private void admit(Channel child) {
		SocketAddress remote = child.remoteAddress();
		if (!this.limiter.admit(remote)) {
			this.listener.refused();
			reset(child);
			return;
		}
		try {
			this.listener.accept(child);
		}
		catch (RuntimeException | Error ex) {
			child.unsafe().closeForcibly();
			this.listener.acceptFailed(ex);
			this.limiter.ended(remote);
		}
	}

	static void reset(Channel child) {
		try {
			// A reset, so that no descriptor is spent on saying no.
			child.config().setOption(ChannelOption.SO_LINGER, 0);
		}
		catch (ChannelException ex) {
			// The peer was faster.
		}
		child.unsafe().closeForcibly();
	}

	/**
	 * Begin to accept: first those that have waited elsewhere, who are taken over. Any
	 * thread.
	 */
	void start(Queue<Channel> before) {
		if (!execute(() -> startNow(before))) {
			before.forEach(Acceptor::reset);
		}
	}

	private void startNow(Queue<Channel> before) {
		this.waiting.addAll(before);
		this.started = true;
		if (!isOpen()) {
			resetWaiting();
		}
		else if (this.heritage != null) {
			takeLast();
		}
		else {
			update();
		}
	}

	/**
	 * There may be room, or there may be other limits. Any thread.
	 */
	void refresh() {
		execute(this::update);
	}

	/**
	 * Close the channel, but accept first what the kernel has for it by now. Any thread.
	 * @return completes with those that could not be let in, who are the caller's
	 */
	CompletableFuture<Queue<Channel>> retire() {
		CompletableFuture<Queue<Channel>> heritage = new CompletableFuture<>();
		if (!execute(() -> retireNow(heritage))) {
			heritage.complete(new ArrayDeque<>());
		}
		return heritage;
	}

	private void retireNow(CompletableFuture<Queue<Channel>> heritage) {
		this.heritage = heritage;
		if (!isOpen()) {
			// Nothing comes any more, and an event loop that closes runs no timer.
			handOver();
		}
		// Else those of the one before are still to come.
		else if (this.started) {
			takeLast();
		}
	}

	private void takeLast() {
		update();
		awaitLast(this.received + this.listener.options().backlog());
	}

	/**
	 * Close after a look at the backlog that has found nothing, or when all that was in
	 * it has been taken, and others fill it again.
	 */
	private void awaitLast(long most) {
		long before = this.received;
		// What a task schedules runs in the next round, and that begins with I/O.
		executor().schedule(() -> {
			if (this.received > before && this.received <= most) {
				awaitLast(most);
			}
			else {
				handOver();
				Objects.requireNonNull(this.channel).close();
			}
		}, 1, TimeUnit.NANOSECONDS);
	}

	private void handOver() {
		if (this.heritage != null) {
			this.heritage.complete(new ArrayDeque<>(this.waiting));
			this.waiting.clear();
		}
	}

	private boolean execute(Runnable task) {
		try {
			executor().execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and the listener with it.
			return false;
		}
	}

	private EventLoop executor() {
		return Objects.requireNonNull(this.channel).eventLoop();
	}

	private boolean isOpen() {
		return Objects.requireNonNull(this.channel).isOpen();
	}

	/**
	 * Accept, or let connections wait in the backlog.
	 */
	void update() {
		if (this.started && isOpen()) {
			while (!this.waiting.isEmpty() && !isToWait()) {
				admit(this.waiting.remove());
			}
			boolean accepting = (this.heritage != null || !isToWait()) && !this.backingOff;
			Objects.requireNonNull(this.channel).config().setAutoRead(accepting);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		resetWaiting();
		handOver();
	}

	private void resetWaiting() {
		this.waiting.forEach(Acceptor::reset);
		this.waiting.clear();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.listener.acceptFailed(cause);
		if (!this.backingOff) {
			this.backingOff = true;
			update();
			context.executor().schedule(this::resume, BACK_OFF_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void resume() {
		this.backingOff = false;
		update();
	}

}
