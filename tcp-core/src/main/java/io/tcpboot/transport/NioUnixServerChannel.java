package io.tcpboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.AbstractNioMessageChannel;
import org.jspecify.annotations.Nullable;

/**
 * A listening unix socket over the JDK's NIO, whose children are {@link NioUnixChannel}s.
 */
final class NioUnixServerChannel extends AbstractNioMessageChannel implements ServerChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false, 16);

	private final Config config = new Config(this);

	private volatile @Nullable SocketAddress address;

	NioUnixServerChannel() {
		super(null, open(), SelectionKey.OP_ACCEPT);
	}

	private static ServerSocketChannel open() {
		try {
			return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		}
		catch (IOException ex) {
			throw new ChannelException(ex);
		}
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
	}

	@Override
	protected ServerSocketChannel javaChannel() {
		return (ServerSocketChannel) super.javaChannel();
	}

	@Override
	public boolean isActive() {
		return isOpen() && this.address != null;
	}

	@Override
	protected void doBind(SocketAddress local) throws Exception {
		javaChannel().bind(local, this.config.backlog);
		this.address = local;
	}

	@Override
	protected int doReadMessages(List<Object> messages) throws Exception {
		SocketChannel socket = javaChannel().accept();
		if (socket == null) {
			return 0;
		}
		messages.add(new NioUnixChannel(this, socket));
		return 1;
	}

	@Override
	protected void doClose() throws Exception {
		super.doClose();
		javaChannel().close();
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return this.address;
	}

	@Override
	protected @Nullable SocketAddress remoteAddress0() {
		return null;
	}

	@Override
	protected boolean doWriteMessage(Object message, ChannelOutboundBuffer in) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doFinishConnect() {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doDisconnect() {
		throw new UnsupportedOperationException();
	}

	/**
	 * What can be set on a listening unix socket: its backlog.
	 */
	private static final class Config extends DefaultChannelConfig {

		private volatile int backlog;

		Config(NioUnixServerChannel channel) {
			super(channel, new ServerChannelRecvByteBufAllocator());
		}

		@Override
		public <T> boolean setOption(ChannelOption<T> option, T value) {
			if (option == ChannelOption.SO_BACKLOG) {
				this.backlog = (Integer) value;
				return true;
			}
			return super.setOption(option, value);
		}

		@Override
		protected void autoReadCleared() {
			((NioUnixServerChannel) this.channel).clearReadPending();
		}

	}

}
