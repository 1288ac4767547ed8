package io.tcpboot.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Listens in memory. Its children are {@link MemoryChannel}s. Event loop only, unless
 * said otherwise.
 */
final class MemoryServerChannel extends AbstractServerChannel {

	private final MemoryNetwork network;

	private final Config config = new Config(this);

	/** Connected, and not accepted yet. Any thread adds. */
	private final Queue<MemoryChannel> backlog = new ConcurrentLinkedQueue<>();

	private volatile @Nullable InetSocketAddress address;

	private volatile boolean closed;

	private boolean readPending;

	MemoryServerChannel(MemoryNetwork network) {
		this.network = network;
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public boolean isActive() {
		return isOpen() && this.address != null;
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return this.address;
	}

	@Override
	protected void doBind(SocketAddress local) throws Exception {
		InetSocketAddress wanted = (InetSocketAddress) local;
		this.address = new InetSocketAddress(wanted.getAddress(), this.network.bind(wanted.getPort(), this));
	}

	@Override
	protected void doBeginRead() {
		this.readPending = true;
		if (!this.backlog.isEmpty()) {
			eventLoop().execute(this::accept);
		}
	}

	/**
	 * Let a connection wait to be accepted. Any thread.
	 */
	void offer(MemoryChannel child) {
		this.backlog.add(child);
		try {
			eventLoop().execute(this::accept);
		}
		catch (RejectedExecutionException ex) {
			refuseBacklog();
		}
		if (this.closed) {
			refuseBacklog();
		}
	}

	private void accept() {
		MemoryChannel child = (this.readPending) ? this.backlog.poll() : null;
		if (child != null) {
			this.readPending = false;
			pipeline().fireChannelRead(child);
			// With auto-read this asks for the next.
			pipeline().fireChannelReadComplete();
		}
	}

	@Override
	protected void doClose() {
		this.closed = true;
		InetSocketAddress bound = this.address;
		if (bound != null) {
			this.network.unbind(bound.getPort(), this);
		}
		refuseBacklog();
	}

	private void refuseBacklog() {
		for (MemoryChannel child = this.backlog.poll(); child != null; child = this.backlog.poll()) {
			child.config().setOption(ChannelOption.SO_LINGER, 0);
			child.unsafe().closeForcibly();
		}
	}

	/**
	 * The kernel's options are accepted. Nothing in memory needs them.
	 */
	private static final class Config extends DefaultChannelConfig {

		Config(MemoryServerChannel channel) {
			super(channel, new ServerChannelRecvByteBufAllocator());
		}

		@Override
		public <T> boolean setOption(ChannelOption<T> option, T value) {
			return option == ChannelOption.SO_BACKLOG || option == ChannelOption.SO_REUSEADDR
					|| option == ChannelOption.SO_RCVBUF || super.setOption(option, value);
		}

		@Override
		protected void autoReadCleared() {
			((MemoryServerChannel) this.channel).readPending = false;
		}

	}

}
