package io.tcpboot.framing;

import java.nio.ByteOrder;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts frames that tell their length.
 */
final class LengthFieldCutter extends LengthFieldBasedFrameDecoder implements FrameCutter {

	private final LengthField field;

	LengthFieldCutter(LengthField field, int maxBytes, int offset, int adjustment, int stripped) {
		super(maxBytes, offset, field.bytes(), adjustment, stripped);
		this.field = field;
	}

	@Override
	public @Nullable ByteBuf next(ChannelHandlerContext context, ByteBuf in) throws Exception {
		return (ByteBuf) decode(context, in);
	}

	@Override
	protected long getUnadjustedFrameLength(ByteBuf in, int offset, int length, ByteOrder order) {
		// Netty's makes an object for little-endian.
		return this.field.get(in, offset);
	}

}
