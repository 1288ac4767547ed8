package io.tcpboot.framing;

import java.time.Duration;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import org.jspecify.annotations.Nullable;

/**
 * Shows the bytes of one channel to a {@link FrameCutter}, keeps the beginning of a frame
 * until the rest arrives, and holds to the bounds. The first failure is the last thing
 * that it tells; what arrives after it is dropped, as nobody knows where a frame begins
 * there.
 * <p>
 * What was read is given back before it returns, unless somebody keeps a frame of it: it
 * may be the event loop's own buffer. So a beginning is copied, into as little as it
 * takes.
 */
final class FrameDecoder extends ChannelInboundHandlerAdapter {

	private static final int LEAST_BYTES = 256;

	private final FrameCutter cutter;

	private final int maxFrame;

	// So many bytes can be here and the frame not complete.
	private final int maxBegun;

	private final FrameDeadline deadline;

	// The beginning of a frame. Nobody else has a part of it.
	private @Nullable ByteBuf begun;

	// None any longer when this handler was removed by another one meanwhile.
	private @Nullable ByteBuf cutting;

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
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		ByteBuf begun = this.begun;
		try {
			if (this.failed) {
				return;
			}
			if (begun == null) {
				cut(context, bytes);
			}
			else {
				begun.writeBytes(bytes);
				cut(context, begun);
			}
		}
		finally {
			bytes.release();
		}
	}

	/**
	 * Cut off all frames that are complete.
	 */
	private void cut(ChannelHandlerContext context, ByteBuf bytes) {
		this.cutting = bytes;
		try {
			while (this.cutting != null && !this.failed && bytes.isReadable()) {
				ByteBuf frame = this.cutter.next(context, bytes);
				if (frame == null) {
					checkBegun(bytes.readableBytes());
					break;
				}
				this.completed = true;
				context.fireChannelRead(checked(frame));
			}
		}
		catch (DecoderException ex) {
			fail(context, ex);
		}
		catch (Exception ex) {
			fail(context, new DecoderException(ex));
		}
		finally {
			keep(context, this.cutting);
			this.cutting = null;
		}
	}

	private void checkBegun(int bytes) {
		if (bytes > this.maxBegun) {
			throw new TooLongFrameException("no end of the frame in " + bytes + " bytes");
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

	/**
	 * Keep what is left, and nothing that a frame may have a part of.
	 */
	private void keep(ChannelHandlerContext context, @Nullable ByteBuf left) {
		ByteBuf begun = this.begun;
		if (left == null || this.failed || !left.isReadable()) {
			drop();
		}
		else if (left != begun || left.readerIndex() > 0) {
			this.begun = copy(context, left);
			if (begun != null) {
				begun.release();
			}
		}
	}

	private static ByteBuf copy(ChannelHandlerContext context, ByteBuf bytes) {
		int length = bytes.readableBytes();
		return context.alloc()
			.directBuffer(Math.max(LEAST_BYTES, length))
			.writeBytes(bytes, bytes.readerIndex(), length);
	}

	private void drop() {
		ByteBuf begun = this.begun;
		if (begun != null) {
			this.begun = null;
			begun.release();
		}
	}

	private void fail(ChannelHandlerContext context, DecoderException failure) {
		this.failed = true;
		this.deadline.done();
		if (this.cutting == null) {
			drop();
		}
		context.fireExceptionCaught(failure);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		watch(context);
		context.fireChannelReadComplete();
	}

	private void watch(ChannelHandlerContext context) {
		if (this.begun == null) {
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
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == SslCloseCompletionEvent.SUCCESS || event == ChannelInputShutdownEvent.INSTANCE) {
			end(context);
		}
		context.fireUserEventTriggered(event);
	}

	/**
	 * The input is over. All frames that were complete have been delivered.
	 */
	private void end(ChannelHandlerContext context) {
		ByteBuf begun = this.begun;
		if (begun != null) {
			fail(context, new CorruptedFrameException(begun.readableBytes() + " bytes of an unfinished frame"));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.deadline.stop();
		end(context);
		context.fireChannelInactive();
	}

	/**
	 * What is left is for whoever comes next, even in the middle of a read.
	 */
	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.deadline.stop();
		ByteBuf cutting = this.cutting;
		ByteBuf left = (cutting != null) ? cutting : this.begun;
		this.cutting = null;
		if (left != null && left.isReadable() && !this.failed) {
			context.fireChannelRead(copy(context, left));
			context.fireChannelReadComplete();
		}
		if (cutting == null) {
			drop();
		}
	}

}
