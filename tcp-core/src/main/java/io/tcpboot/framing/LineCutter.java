package io.tcpboot.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LineBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lines.
 */
final class LineCutter extends LineBasedFrameDecoder implements FrameCutter {

	LineCutter() {
		// The bound is FrameDecoder's: Netty's counts a \r whose \n is still on its way.
		super(Integer.MAX_VALUE, true, true);
	}

	@Override
	public @Nullable ByteBuf next(ChannelHandlerContext context, ByteBuf in) throws Exception {
		if (in.getByte(in.readerIndex()) == '\n') {
			// Netty looks for a \r before it, which would be somebody else's byte here.
			return in.skipBytes(1).readRetainedSlice(0);
		}
		return (ByteBuf) decode(context, in);
	}

}
