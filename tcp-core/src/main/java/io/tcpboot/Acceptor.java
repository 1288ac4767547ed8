package io.tcpboot;

import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in: the handler of the listening channel. Event loop of that channel
 * only, unless said otherwise.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {

	// Long enough not to spin, short enough not to be noticed when descriptors return.
	private static final long BACK_OFF_MILLIS = 200;

	private final NettyListener<?> listener;

	private final AcceptLimiter limiter;

	private final boolean waitWhenFull;

	// Not to be let in now, but accepted already, where the transport takes several at
	// once.
	private final Queue<Channel> waiting = new ArrayDeque<>();

	private @Nullable Channel channel;

	private boolean backingOff;

	Acceptor(NettyListener<?> listener, ServerOptions options) {
		this.listener = listener;
		this.limiter = new AcceptLimiter(options);
		this.waitWhenFull = options.whenFull() == ServerOptions.WhenFull.WAIT;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.channel = context.channel();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		Channel child = (Channel) message;
		if (isToWait()) {
			this.waiting.add(child);
			return;
		}
		admit(child);
		update();
	}

	private boolean isToWait() {
		return this.listener.isParked() || (this.waitWhenFull && this.limiter.isFull());
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

	private static void reset(Channel child) {
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
	 * A connection that was let in is gone, and its last callback is over. Any thread.
	 */
	void ended(@Nullable SocketAddress remote) {
		boolean wasFull = this.limiter.ended(remote);
		Channel channel = this.channel;
		if (wasFull && this.waitWhenFull && channel != null) {
			try {
				channel.eventLoop().execute(this::update);
			}
			catch (RejectedExecutionException ex) {
				// The event loop is gone, and the listener with it.
			}
		}
	}

	/**
	 * Accept, or let connections wait in the backlog.
	 */
	void update() {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			while (!this.waiting.isEmpty() && !isToWait()) {
				admit(this.waiting.remove());
			}
			channel.config().setAutoRead(!isToWait() && !this.backingOff);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
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
