package io.tcpboot.framing;

import java.util.Objects;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The other half of {@link CodecFront}. The first failure of the codec is the last thing
 * that passes.
 */
final class CodecBack extends ChannelInboundHandlerAdapter {

	private final CodecFront front;

	private @Nullable ChannelHandlerContext context;

	CodecBack(CodecFront front) {
		this.front = front;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	void tell(DecoderException failure) {
		// Not through the codec, which may swallow it.
		Objects.requireNonNull(this.context).fireExceptionCaught(failure);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.front.isFailed()) {
			ReferenceCountUtil.release(message);
			return;
		}
		this.front.messageOut();
		context.fireChannelRead(message);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (this.front.isPassing(cause)) {
			context.fireExceptionCaught(cause);
		}
		else if (!this.front.isFailed()) {
			this.front.fail((cause instanceof DecoderException failure) ? failure : new DecoderException(cause));
		}
	}

}
