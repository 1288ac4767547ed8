package io.tcpboot.benchmark.peer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Sends each message back in five writes, with one flush per burst of reads.
 */
final class NettyFive extends ChannelInboundHandlerAdapter {

	private final Messages messages = new Messages();

	@Override
	public void channelRead(ChannelHandlerContext context, Object received) {
		ByteBuf bytes = (ByteBuf) received;
		try {
			for (ByteBuf message = this.messages.next(bytes); message != null; message = this.messages.next(bytes)) {
				write(context, message);
			}
		}
		finally {
			bytes.release();
		}
	}

	private static void write(ChannelHandlerContext context, ByteBuf message) {
		while (message.isReadable()) {
			int length = Math.min(Messages.PART, message.readableBytes());
			context.write(message.readRetainedSlice(length), context.voidPromise());
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

}
