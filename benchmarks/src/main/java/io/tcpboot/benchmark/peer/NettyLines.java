package io.tcpboot.benchmark.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Sends back each line and its end, with one flush per burst of reads.
 */
@Sharable
final class NettyLines extends ChannelInboundHandlerAdapter {

	private static final ByteBuf END = Unpooled
		.unreleasableBuffer(Unpooled.directBuffer(1, 1).writeByte('\n').asReadOnly());

	@Override
	public void channelRead(ChannelHandlerContext context, Object line) {
		context.write(line, context.voidPromise());
		context.write(END.duplicate(), context.voidPromise());
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

}
