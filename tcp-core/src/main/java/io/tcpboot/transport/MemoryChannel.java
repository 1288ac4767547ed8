package io.tcpboot.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection in memory, which behaves as one over TCP does: it takes as much
 * as a kernel would, half-closes and resets. Netty's {@code LocalChannel} does none of
 * that. Event loop only, unless said otherwise.
 */
final class MemoryChannel extends AbstractChannel implements OutputShutdownChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

	private final MemoryNetwork network;

	private final Config config = new Config(this);

	/** Set once, before anybody else sees this end as active. */
	private volatile @Nullable Link link;

	private volatile boolean closed;

	private volatile boolean inputShutdown;

	private volatile boolean outputShutdown;

	private volatile boolean reset;

	private boolean readPending;

	MemoryChannel(MemoryNetwork network) {
		super(null);
		this.network = network;
	}

	private MemoryChannel(MemoryServerChannel parent, MemoryNetwork network) {
		super(parent);
		this.network = network;
	}

	private void join(InetSocketAddress remote) throws IOException {
		MemoryServerChannel server = this.network.listening(remote.getPort());
		MemoryChannel child = new MemoryChannel(server, this.network);
		MemoryPipe up = new MemoryPipe();
		MemoryPipe down = new MemoryPipe();
		InetSocketAddress here = MemoryNetwork.address(this.network.freePort());
		InetSocketAddress there = MemoryNetwork.address(remote.getPort());
		child.link = new Link(this, up, down, there, here);
		this.link = new Link(child, down, up, here, there);
		server.offer(child);
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
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
		return isOpen() && this.link != null;
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		Link link = this.link;
		return (link != null) ? link.local : null;
	}

	@Override
	protected @Nullable SocketAddress remoteAddress0() {
		Link link = this.link;
		return (link != null) ? link.remote : null;
	}

	@Override
	protected void doBind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doBeginRead() {
		this.readPending = true;
		Link link = this.link;
		if (link != null && (this.reset || link.in.isReadable())) {
			eventLoop().execute(this::readNow);
		}
	}

	private void readNow() {
		Link link = this.link;
		if (link == null || this.closed) {
			return;
		}
		boolean ended = this.readPending && !this.inputShutdown && readFrom(link);
		if (this.reset && !this.closed) {
			pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
			unsafe().close(voidPromise());
		}
		else if (ended) {
			this.inputShutdown = true;
			pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
		}
	}

	/**
	 * Read what there is, but not more than a fair share of the event loop's time.
	 * @return whether that was the last
	 */
	private boolean readFrom(Link link) {
		var handle = unsafe().recvBufAllocHandle();
		handle.reset(this.config);
		int count;
		do {
			ByteBuf bytes = handle.allocate(alloc());
			handle.attemptedBytesRead(bytes.writableBytes());
			count = link.in.read(bytes);
			handle.lastBytesRead(count);
			if (count <= 0) {
				bytes.release();
				break;
			}
			this.readPending = false;
			handle.incMessagesRead(1);
			pipeline().fireChannelRead(bytes);
		}
		while (handle.continueReading());
		if (link.in.takeWriterWaits()) {
			link.peer.onLoop(link.peer::resumeWriting);
		}
		if (!this.readPending) {
			handle.readComplete();
			// With auto-read this asks for more.
			pipeline().fireChannelReadComplete();
		}
		return count < 0;
	}

	@Override
	protected void doWrite(ChannelOutboundBuffer queue) throws IOException {
		Link link = this.link;
		if (link == null) {
			return;
		}
		boolean room = true;
		for (Object message = queue.current(); room && message != null; message = queue.current()) {
			ByteBuf bytes = (ByteBuf) message;
			int taken = link.out.write(bytes);
			room = taken == bytes.readableBytes();
			queue.removeBytes(taken);
		}
		link.peer.onLoop(link.peer::readNow);
	}

	@Override
	protected Object filterOutboundMessage(Object message) {
		if (message instanceof ByteBuf) {
			return message;
		}
		throw new UnsupportedOperationException("message: " + message.getClass().getName() + " (expected: ByteBuf)");
	}

	private void resumeWriting() {
		((MemoryUnsafe) unsafe()).resume();
	}

	@Override
	protected void doShutdownOutput() {
		this.outputShutdown = true;
		Link link = this.link;
		if (link != null) {
			link.out.finish();
			link.peer.onLoop(link.peer::readNow);
		}
	}

	@Override
	protected void doDisconnect() {
		doClose();
	}

	@Override
	protected void doClose() {
		Link link = this.link;
		if (link == null || this.closed) {
			this.closed = true;
			return;
		}
		this.closed = true;
		// As the kernel does it: to go without reading is to reset.
		if (link.in.breakUp() || this.config.lingerZero) {
			link.peer.reset = true;
			link.out.breakUp();
		}
		link.out.finish();
		// First what came in order; a write that waits fails.
		link.peer.onLoop(link.peer::readNow);
		link.peer.onLoop(link.peer::resumeWriting);
	}

	/**
	 * Do something on the event loop, if there is one: what is not accepted yet looks
	 * around when it begins to read. Any thread.
	 */
	private void onLoop(Runnable action) {
		if (isRegistered()) {
			try {
				eventLoop().execute(action);
			}
			catch (RejectedExecutionException ex) {
				// The event loop is gone, and this end with it.
			}
		}
	}

	@Override
	public boolean isInputShutdown() {
		return this.inputShutdown || !isActive();
	}

	@Override
	public boolean isOutputShutdown() {
		return this.outputShutdown || !isActive();
	}

	@Override
	public ChannelFuture shutdownOutput(ChannelPromise promise) {
		((AbstractUnsafe) unsafe()).shutdownOutput(promise);
		return promise;
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new MemoryUnsafe();
	}

	/**
	 * What a connected end knows.
	 */
	private record Link(MemoryChannel peer, MemoryPipe in, MemoryPipe out, InetSocketAddress local,
			InetSocketAddress remote) {
	}

	private final class MemoryUnsafe extends AbstractUnsafe {

		@Override
		public void connect(SocketAddress remote, @Nullable SocketAddress local, ChannelPromise promise) {
			if (!promise.setUncancellable() || !ensureOpen(promise)) {
				return;
			}
			try {
				join((InetSocketAddress) remote);
				safeSetSuccess(promise);
				pipeline().fireChannelActive();
			}
			catch (IOException ex) {
				safeSetFailure(promise, ex);
			}
		}

		void resume() {
			if (isOpen()) {
				flush0();
			}
		}

	}

	/**
	 * The kernel's options are accepted. Only what a close does matters in memory.
	 */
	private static final class Config extends DefaultChannelConfig {

		private static final Set<ChannelOption<?>> WITHOUT_EFFECT = Set.of(ChannelOption.TCP_NODELAY,
				ChannelOption.SO_KEEPALIVE, ChannelOption.SO_RCVBUF, ChannelOption.SO_SNDBUF,
				ChannelOption.ALLOW_HALF_CLOSURE);

		private volatile boolean lingerZero;

		Config(MemoryChannel channel) {
			super(channel);
		}

		@Override
		public <T> boolean setOption(ChannelOption<T> option, T value) {
			if (option == ChannelOption.SO_LINGER) {
				this.lingerZero = Integer.valueOf(0).equals(value);
				return true;
			}
			return WITHOUT_EFFECT.contains(option) || super.setOption(option, value);
		}

		@Override
		protected void autoReadCleared() {
			((MemoryChannel) this.channel).readPending = false;
		}

	}

}
