package io.tcpboot.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts at delimiters. Netty's decoder looks for each delimiter in all that there is, for
 * each frame and after each read: many short frames, or one long one that trickles in,
 * cost time by the square. So it is shown no more than one frame, once that is complete.
 */
final class DelimiterCutter extends DelimiterBasedFrameDecoder implements FrameCutter {

	private final Delimiters delimiters;

	// Bytes of the next frame in which no delimiter ends.
	private int scanned;

	DelimiterCutter(Delimiters delimiters) {
		// The bound is FrameDecoder's: Netty's counts the part of a delimiter that is
		// here.
		super(Integer.MAX_VALUE, delimiters.buffers());
		this.delimiters = delimiters;
	}

	@Override
	public @Nullable ByteBuf next(ChannelHandlerContext context, ByteBuf in) throws Exception {
		int end = this.delimiters.end(in, in.readerIndex() + this.scanned);
		if (end == Delimiters.NONE) {
			this.scanned = in.readableBytes();
			return null;
		}
		this.scanned = 0;
		int writerIndex = in.writerIndex();
		in.writerIndex(end);
		ByteBuf frame = (ByteBuf) decode(context, in);
		in.writerIndex(writerIndex);
		return frame;
	}

}
