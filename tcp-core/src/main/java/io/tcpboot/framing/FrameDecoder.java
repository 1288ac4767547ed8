package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/**
 * Keeps the bytes of one channel until a {@link FrameCutter} finds a frame in them, and
 * holds to the bounds. The first failure is the last thing that it tells; what arrives
 * after it is dropped, as nobody knows where a frame begins there.
 */
final class FrameDecoder extends ByteToMessageDecoder {

	private final FrameCutter cutter;

	private final int maxFrame;

	// So many bytes can be here and the frame not complete.
	private final int maxBegun;

	private final FrameDeadline deadline;

	private boolean failed;

	// Since the last end of a read burst.
	private boolean completed;

	FrameDecoder(FrameCutter cutter, int maxFrame, int overheadBytes, Duration deadline) {
		this.cutter = cutter;
		this.maxFrame = maxFrame;
		this.maxBegun = maxFrame + overheadBytes;
		this.deadline = new FrameDeadline(deadline, (context) -> fail(context, new FrameTimeoutException(deadline)));
	}

	@Override
	protected void callDecode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.failed) {
			in.skipBytes(in.readableBytes());
			return;
		}
		try {
			super.callDecode(context, in, out);
		}
		catch (DecoderException ex) {
			fail(context, ex);
		}
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		ByteBuf frame = this.cutter.next(context, in);
		if (frame != null) {
			out.add(checked(frame));
			this.completed = true;
		}
		else if (in.readableBytes() > this.maxBegun) {
			throw new TooLongFrameException("no end of the frame in " + in.readableBytes() + " bytes");
		}
	}

	private ByteBuf checked(ByteBuf frame) {
		int bytes = frame.readableBytes();
		if (bytes > this.maxFrame) {
			frame.release();
			throw new TooLongFrameException("frame of " + bytes + " bytes");
		}
		return frame;
	}

	private void fail(ChannelHandlerContext context, DecoderException failure) {
		this.failed = true;
		this.deadline.done();
		internalBuffer().skipBytes(internalBuffer().readableBytes());
		context.fireExceptionCaught(failure);
	}

	/**
	 * Does not ask for more when no frame is complete, as Netty's does: who has stopped
	 * reading means it.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		discardSomeReadBytes();
		watch(context);
		context.fireChannelReadComplete();
	}

	private void watch(ChannelHandlerContext context) {
		if (!internalBuffer().isReadable()) {
			this.deadline.done();
		}
		else if (this.completed || !this.deadline.isRunning()) {
			this.deadline.start(context);
		}
		this.completed = false;
	}

	/**
	 * TLS ends the input before the connection does.
	 */
	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
		if (event == SslCloseCompletionEvent.SUCCESS) {
			decodeLast(context, internalBuffer(), List.of());
		}
		super.userEventTriggered(context, event);
	}

	/**
	 * The input is over. All frames that were complete have been delivered.
	 */
	@Override
	protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (in.isReadable()) {
			fail(context, new CorruptedFrameException(in.readableBytes() + " bytes of an unfinished frame"));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		this.deadline.stop();
		super.channelInactive(context);
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		this.deadline.stop();
	}

}
