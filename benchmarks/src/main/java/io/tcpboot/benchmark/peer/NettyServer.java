package io.tcpboot.benchmark.peer;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * Netty as one would write it by hand: the baseline.
 *
 * @param ioHandler the transport's half of the event loop
 * @param channel the transport's listening channel
 */
public record NettyServer(IoHandlerFactory ioHandler, Class<? extends ServerChannel> channel) implements PeerServer {

	/**
	 * Return the server on epoll.
	 * @return the server, not started
	 */
	public static NettyServer epoll() {
		return new NettyServer(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
	}

	/**
	 * Return the server on the JDK's selectors.
	 * @return the server, not started
	 */
	public static NettyServer nio() {
		return new NettyServer(NioIoHandler.newFactory(), NioServerSocketChannel.class);
	}

	@Override
	public RunningPeer start(Task task) {
		ChannelHandler handler = NettyPipeline.of(task);
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, this.ioHandler);
		// TCP_NODELAY is on without asking; to ask costs a system call for each
		// connection.
		Channel listening = new ServerBootstrap().group(group)
			.channel(this.channel)
			.childHandler(handler)
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		int port = ((InetSocketAddress) listening.localAddress()).getPort();
		return new RunningPeer(port, () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly());
	}

}
