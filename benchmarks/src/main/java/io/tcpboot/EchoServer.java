package io.tcpboot;

import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.tcpboot.transport.Transport;

/**
 * An echo server on one event loop thread.
 *
 * @param port where it listens
 * @param stop ends it
 */
record EchoServer(int port, Runnable stop) implements AutoCloseable {

	static EchoServer tcpCore(SocketHandlers.DataHandler<Void> handler) {
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		TcpListener<Void> listener = loop.listen(ServerOptions.builder().host("localhost").port(0).build(),
				SocketHandlers.<Void>builder().data(handler).build());
		return new EchoServer(listener.port(), loop::close);
	}

	static EchoServer netty() {
		Transport transport = Transport.load(Transport.Kind.AUTO);
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, transport.ioHandler());
		Channel channel = new ServerBootstrap().group(group)
			.channelFactory(transport.serverChannel())
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new NettyEcho())
			.bind("localhost", 0)
			.syncUninterruptibly()
			.channel();
		int port = ((InetSocketAddress) channel.localAddress()).getPort();
		return new EchoServer(port, () -> group.shutdownGracefully().syncUninterruptibly());
	}

	@Override
	public void close() {
		this.stop.run();
	}

	@Sharable
	private static final class NettyEcho extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.write(message, context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

}
