package io.tcpboot;

import java.net.SocketAddress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel without a kernel: it takes whatever is flushed at once, and only counts it.
 * Any thread is its event loop. Netty's {@link EmbeddedChannel} looks for tasks after
 * each call, which would cost more than what is measured.
 */
public final class SinkChannel extends AbstractChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false);

	private final ChannelConfig config = new DefaultChannelConfig(this);

	private final EventLoop loop;

	private boolean open = true;

	private long takenBytes;

	private int takenBuffers;

	private SinkChannel(EventLoop loop) {
		super(null);
		this.loop = loop;
	}

	/**
	 * Create a channel with this handler.
	 * @param handlers in the order of the pipeline
	 * @return the channel, active
	 */
	public static SinkChannel with(ChannelHandler... handlers) {
		SinkChannel channel = new SinkChannel(new EmbeddedChannel().eventLoop());
		channel.pipeline().addLast(handlers);
		channel.loop.register(channel);
		return channel;
	}

	/**
	 * Create a channel whose socket has these handlers and default options.
	 * @param handlers what is called
	 * @return the channel, active
	 */
	public static SinkChannel of(SocketHandlers<Object> handlers) {
		return of(SocketOptions.defaults(), handlers);
	}

	static SinkChannel of(SocketOptions options, SocketHandlers<Object> handlers) {
		SinkChannel channel = new SinkChannel(new EmbeddedChannel().eventLoop());
		NettySocket<Object> socket = new NettySocket<>(channel.loop, options, new Owner(), new HandlerSlot<>(handlers),
				null);
		Pipeline.build(channel, socket, null);
		channel.loop.register(channel);
		return channel;
	}

	/**
	 * Let the pipeline have what one read of the event loop would bring.
	 * @param bytes retained for the pipeline, so that the caller can use it again
	 * @return bytes written in return, ever, and buffers: to be consumed
	 */
	public long read(ByteBuf bytes) {
		pipeline().fireChannelRead(bytes.retain());
		pipeline().fireChannelReadComplete();
		return this.takenBytes + this.takenBuffers;
	}

	long takenBytes() {
		return this.takenBytes;
	}

	int takenBuffers() {
		return this.takenBuffers;
	}

	@Override
	protected void doWrite(ChannelOutboundBuffer out) {
		ByteBuf bytes;
		while ((bytes = (ByteBuf) out.current()) != null) {
			this.takenBytes += bytes.readableBytes();
			this.takenBuffers++;
			// As transports do, which tells the promise of progress too.
			out.removeBytes(bytes.readableBytes());
		}
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return this.open;
	}

	@Override
	public boolean isActive() {
		return this.open;
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return null;
	}

	@Override
	protected @Nullable SocketAddress remoteAddress0() {
		return null;
	}

	@Override
	protected void doBind(SocketAddress localAddress) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doDisconnect() {
		doClose();
	}

	@Override
	protected void doClose() {
		this.open = false;
	}

	@Override
	protected void doBeginRead() {
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new AbstractUnsafe() {

			@Override
			public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
				promise.setFailure(new UnsupportedOperationException());
			}

		};
	}

	/**
	 * What the socket belongs to. A benchmark in which something fails must not go on.
	 */
	static final class Owner implements SocketOwner<Object> {

		@Override
		public String name() {
			return "benchmark";
		}

		@Override
		public void handshaken(NettySocket<Object> socket, @Nullable Throwable failure) {
		}

		@Override
		public void opening(NettySocket<Object> socket) {
		}

		@Override
		public void opened(NettySocket<Object> socket, @Nullable Throwable failure) {
		}

		@Override
		public void closing(NettySocket<Object> socket, CloseReason reason) {
		}

		@Override
		public void gone(NettySocket<Object> socket) {
		}

		@Override
		public void unhandled(NettySocket<Object> socket, String what, Throwable cause) {
			throw new IllegalStateException(what, cause);
		}

	}

}
