package io.tcpboot.framing;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Holds a codec to the bounds from outside. This handler stands in front of the codec and
 * sees bytes, its {@link CodecBack} stands behind and sees messages; what the codec keeps
 * in between, nobody knows. Of one channel, event loop only.
 */
final class CodecFront extends ChannelInboundHandlerAdapter {

	private final int maxFrame;

	private final FrameDeadline deadline;

	private final CodecBack back = new CodecBack(this);

	// Since the last message. What trails a message in one read is not counted.
	private long begunBytes;

	private boolean failed;

	// A failure on its way through the codec that is not the codec's.
	private @Nullable Throwable passing;

	CodecFront(int maxFrame, Duration deadline) {
		this.maxFrame = maxFrame;
		this.deadline = new FrameDeadline(deadline, (context) -> fail(new FrameTimeoutException(deadline)));
	}

	CodecBack back() {
		return this.back;
	}

	boolean isFailed() {
		return this.failed;
	}

	boolean isPassing(Throwable cause) {
		return cause == this.passing;
	}

	void messageOut() {
		this.begunBytes = 0;
		this.deadline.done();
	}

	void fail(DecoderException failure) {
		this.failed = true;
		this.deadline.stop();
		this.back.tell(failure);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.failed) {
			ReferenceCountUtil.release(message);
			return;
		}
		if (message instanceof ByteBuf bytes) {
			this.begunBytes += bytes.readableBytes();
		}
		context.fireChannelRead(message);
		if (this.begunBytes > this.maxFrame && !this.failed) {
			fail(new TooLongFrameException("no message in " + this.begunBytes + " bytes"));
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.begunBytes > 0 && !this.failed && !this.deadline.isRunning()) {
			this.deadline.start(context);
		}
		context.fireChannelReadComplete();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.passing = cause;
		context.fireExceptionCaught(cause);
		this.passing = null;
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
			this.deadline.stop();
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.deadline.stop();
		context.fireChannelInactive();
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.deadline.stop();
	}

}
