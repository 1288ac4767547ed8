package io.tcpboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.FileRegion;
import io.netty.channel.nio.AbstractNioByteChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import org.jspecify.annotations.Nullable;

/**
 * A unix socket over the JDK's NIO, which tells of the peer's FIN and stays open. Netty's
 * own {@code NioDomainSocketChannel} (4.2.18) closes then, whatever it is asked for, and
 * with that loses the answer to a peer that half-closes after its request. Event loop
 * only.
 */
final class NioUnixChannel extends AbstractNioByteChannel implements OutputShutdownChannel {

	private final Config config;

	private boolean inputEnded;

	private volatile boolean inputShutdown;

	private volatile boolean outputShutdown;

	NioUnixChannel() {
		this(null, open());
	}

	NioUnixChannel(@Nullable Channel parent, SocketChannel socket) {
		super(parent, socket);
		this.config = new Config(this, socket);
	}

	private static SocketChannel open() {
		try {
			return SocketChannel.open(StandardProtocolFamily.UNIX);
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
	protected SocketChannel javaChannel() {
		return (SocketChannel) super.javaChannel();
	}

	@Override
	public boolean isActive() {
		return javaChannel().isOpen() && javaChannel().isConnected();
	}

	@Override
	protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) throws Exception {
		if (!javaChannel().connect(remote)) {
			// A unix socket connects at once or fails. Who waited for room would take it
			// for connected.
			throw new IOException("Unix socket is not connected at once");
		}
		return true;
	}

	@Override
	protected void doFinishConnect() {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doBind(SocketAddress local) {
		throw new UnsupportedOperationException();
	}

	@Override
	protected void doBeginRead() throws Exception {
		if (!this.inputEnded) {
			super.doBeginRead();
		}
	}

	@Override
	protected int doReadBytes(ByteBuf bytes) throws Exception {
		int count = (this.inputEnded) ? 0 : bytes.writeBytes(javaChannel(), bytes.writableBytes());
		if (count >= 0) {
			return count;
		}
		// To return it would close the channel.
		this.inputEnded = true;
		clearReadPending();
		eventLoop().execute(this::endInput);
		return 0;
	}

	private void endInput() {
		if (isOpen()) {
			this.inputShutdown = true;
			pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
		}
	}

	/**
	 * Return whether the peer has gone after its FIN and left something unread.
	 */
	boolean isReset() {
		try {
			return this.inputEnded && javaChannel().isOpen() && javaChannel().read(ByteBuffer.allocate(1)) >= 0;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	protected int doWriteBytes(ByteBuf bytes) throws Exception {
		return bytes.readBytes(javaChannel(), bytes.readableBytes());
	}

	@Override
	protected long doWriteFileRegion(FileRegion region) throws Exception {
		return region.transferTo(javaChannel(), region.transferred());
	}

	@Override
	protected void doShutdownOutput() throws Exception {
		javaChannel().shutdownOutput();
		this.outputShutdown = true;
	}

	@Override
	protected void doDisconnect() throws Exception {
		doClose();
	}

	@Override
	protected void doClose() throws Exception {
		super.doClose();
		javaChannel().close();
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return address(() -> javaChannel().getLocalAddress());
	}

	@Override
	protected @Nullable SocketAddress remoteAddress0() {
		return address(() -> javaChannel().getRemoteAddress());
	}

	private static @Nullable SocketAddress address(AddressSource source) {
		try {
			return source.get();
		}
		catch (IOException ex) {
			// Closed.
			return null;
		}
	}

	@Override
	public boolean isInputShutdown() {
		return this.inputShutdown || !isActive();
	}

	@Override
	public ChannelFuture shutdownInput() {
		return shutdownInput(newPromise());
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

	@FunctionalInterface
	private interface AddressSource {

		@Nullable SocketAddress get() throws IOException;

	}

	/**
	 * What can be set on a unix socket: its buffers.
	 */
	private static final class Config extends DefaultChannelConfig {

		private final SocketChannel socket;

		Config(Channel channel, SocketChannel socket) {
			super(channel);
			this.socket = socket;
		}

		@Override
		public <T> boolean setOption(ChannelOption<T> option, T value) {
			if (option == ChannelOption.SO_SNDBUF) {
				return set(StandardSocketOptions.SO_SNDBUF, value);
			}
			if (option == ChannelOption.SO_RCVBUF) {
				return set(StandardSocketOptions.SO_RCVBUF, value);
			}
			return super.setOption(option, value);
		}

		private boolean set(java.net.SocketOption<Integer> option, Object value) {
			try {
				this.socket.setOption(option, (Integer) value);
				return true;
			}
			catch (IOException ex) {
				throw new ChannelException(ex);
			}
		}

		@Override
		protected void autoReadCleared() {
			((NioUnixChannel) this.channel).clearReadPending();
		}

	}

}
