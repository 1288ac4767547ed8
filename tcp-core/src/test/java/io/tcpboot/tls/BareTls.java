package io.tcpboot.tls;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * A server of bare Netty with TLS on the loopback, and clients for it.
 */
final class BareTls implements AutoCloseable {

	private static final EventLoopGroup LOOPS = new MultiThreadIoEventLoopGroup(2,
			new DefaultThreadFactory("tls-test", true), NioIoHandler.newFactory());

	private final BlockingQueue<TlsEnd> accepted = new LinkedBlockingQueue<>();

	private final Channel server;

	private BareTls(ReloadableTls tls) {
		this.server = new ServerBootstrap().group(LOOPS)
			.channel(NioServerSocketChannel.class)
			.childHandler(pipeline(tls, null, this.accepted::add))
			.bind(InetAddress.getLoopbackAddress(), 0)
			.syncUninterruptibly()
			.channel();
	}

	static BareTls listen(TlsOptions options) {
		return new BareTls(ReloadableTls.server(options));
	}

	static BareTls listen(ReloadableTls tls) {
		return new BareTls(tls);
	}

	int port() {
		return ((InetSocketAddress) this.server.localAddress()).getPort();
	}

	/**
	 * Connect as if the loopback were this host.
	 */
	TlsEnd connect(TlsOptions options, String host) {
		return connect(ReloadableTls.client(options), host);
	}

	TlsEnd connect(TlsOptions options) {
		return connect(options, "localhost");
	}

	TlsEnd connect(ReloadableTls tls, String host) {
		BlockingQueue<TlsEnd> ends = new LinkedBlockingQueue<>();
		new Bootstrap().group(LOOPS)
			.channel(NioSocketChannel.class)
			.handler(pipeline(tls, host, ends::add))
			.connect(this.server.localAddress())
			.syncUninterruptibly();
		return take(ends);
	}

	private ChannelHandler pipeline(ReloadableTls tls, String host, Consumer<TlsEnd> ends) {
		return new ChannelInitializer<>() {

			@Override
			protected void initChannel(Channel channel) {
				TlsEnd end = new TlsEnd();
				channel.pipeline()
					.addLast(tls.newHandler(channel.alloc(), host, (host != null) ? port() : -1))
					.addLast(end);
				ends.accept(end);
			}

		};
	}

	/**
	 * The server's end of the next connection.
	 */
	TlsEnd accepted() {
		return take(this.accepted);
	}

	private static TlsEnd take(BlockingQueue<TlsEnd> ends) {
		try {
			TlsEnd end = ends.poll(20, TimeUnit.SECONDS);
			if (end == null) {
				throw new AssertionError("no connection");
			}
			return end;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.server.close().syncUninterruptibly();
		this.accepted.forEach(TlsEnd::close);
	}

}
