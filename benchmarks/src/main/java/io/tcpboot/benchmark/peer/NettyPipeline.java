package io.tcpboot.benchmark.peer;

import java.util.List;
import java.util.function.Function;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * The handlers of a connection, of Netty's own wherever there is one.
 */
final class NettyPipeline extends ChannelInitializer<Channel> {

	/** As much as a frame of {@code tcp-core} may have by default. */
	static final int MAX_FRAME = 64 * 1024;

	private final Function<Channel, List<ChannelHandler>> handlers;

	private NettyPipeline(Function<Channel, List<ChannelHandler>> handlers) {
		this.handlers = handlers;
	}

	static ChannelHandler of(Task task) {
		return switch (task.mode()) {
			case ECHO -> new NettyEcho();
			case FIVE -> new NettyPipeline((channel) -> List.of(new NettyFive()));
			case FRAMES -> frames();
			case LINES -> lines();
			case BROADCAST -> broadcast();
			case TLS -> tls(task.certificate(), SslProvider.OPENSSL);
			case TLS_JDK -> tls(task.certificate(), SslProvider.JDK);
		};
	}

	private static ChannelHandler frames() {
		LengthFieldPrepender prepender = new LengthFieldPrepender(4);
		NettyEcho echo = new NettyEcho();
		return new NettyPipeline(
				(channel) -> List.of(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, 4, 0, 4), prepender, echo));
	}

	private static ChannelHandler lines() {
		NettyLines echo = new NettyLines();
		return new NettyPipeline((channel) -> List.of(new LineBasedFrameDecoder(MAX_FRAME), echo));
	}

	private static ChannelHandler broadcast() {
		ChannelGroup everybody = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
		return new NettyPipeline((channel) -> List.of(new NettyBroadcast(everybody)));
	}

	private static ChannelHandler tls(Certificate certificate, SslProvider provider) {
		SslContext context = certificate.nettyContext(provider);
		NettyEcho echo = new NettyEcho();
		return new NettyPipeline((channel) -> List.of(context.newHandler(channel.alloc()), echo));
	}

	@Override
	protected void initChannel(Channel channel) {
		this.handlers.apply(channel).forEach(channel.pipeline()::addLast);
	}

}
