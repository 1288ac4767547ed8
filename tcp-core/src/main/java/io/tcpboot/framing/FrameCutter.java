package io.tcpboot.framing;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the next frame off the bytes of one channel. Each one is a decoder of Netty's that
 * never sees the channel: {@link FrameDecoder} keeps the bytes and asks it. So there is
 * one place for the bounds, the deadline and the end, and none of Netty's decoders' own
 * ways to go on after a failure.
 */
interface FrameCutter {

	/**
	 * Return the next frame without header and delimiter, or {@code null} if it is not
	 * complete: then call again with the same bytes and more.
	 * @throws io.netty.handler.codec.TooLongFrameException if a header tells of a frame
	 * that is too long
	 * @throws io.netty.handler.codec.CorruptedFrameException if there can be no such
	 * frame
	 */
	@Nullable ByteBuf next(ChannelHandlerContext context, ByteBuf in) throws Exception;

}
