package io.tcpboot.framing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Counts how often the channel is asked to read.
 */
final class Reads extends ChannelOutboundHandlerAdapter {

	int count;

	@Override
	public void read(ChannelHandlerContext context) {
		this.count++;
		context.read();
	}

}
