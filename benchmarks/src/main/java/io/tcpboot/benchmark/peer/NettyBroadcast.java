package io.tcpboot.benchmark.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelMatchers;

/**
 * Sends each message to every connection.
 */
final class NettyBroadcast extends ChannelInboundHandlerAdapter {

	private final Messages messages = new Messages();

	private final ChannelGroup everybody;

	NettyBroadcast(ChannelGroup everybody) {
		this.everybody = everybody;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.everybody.add(context.channel());
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object received) {
		ByteBuf bytes = (ByteBuf) received;
		try {
			for (ByteBuf message = this.messages.next(bytes); message != null; message = this.messages.next(bytes)) {
				// Without a promise for each channel.
				this.everybody.writeAndFlush(message.retain(), ChannelMatchers.all(), true);
			}
		}
		finally {
			bytes.release();
		}
	}

}
