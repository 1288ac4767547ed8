package io.tcpboot.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames of one length.
 */
final class FixedCutter extends FixedLengthFrameDecoder implements FrameCutter {

	FixedCutter(int bytes) {
		super(bytes);
	}

	@Override
	public @Nullable ByteBuf next(ChannelHandlerContext context, ByteBuf in) throws Exception {
		return (ByteBuf) decode(context, in);
	}

}
