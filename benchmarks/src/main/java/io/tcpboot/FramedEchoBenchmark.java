package io.tcpboot;

import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.tcpboot.benchmark.peer.NettyEcho;
import io.tcpboot.framing.Framing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Sixteen frames of 64 bytes in one read, each sent back as a frame, per frame. Answers
 * what framing costs on the whole way, in and out, beside Netty's own decoder and
 * prepender with hand-written Netty around them. How many buffers reach the kernel is not
 * in the figure, but differs: one for the burst here, two for each frame in Netty.
 */
public class FramedEchoBenchmark extends LoopBenchmark {

	private static final int FRAMES = 16;

	private static final int BYTES = 64;

	/** How frames are told apart. */
	@Param
	public Frames frames;

	/** Whether Netty's own handlers do it. */
	@Param({ "true", "false" })
	public boolean netty;

	private ByteBuf burst;

	private SinkChannel channel;

	@Setup
	public void prepare() {
		this.burst = ByteBufAllocator.DEFAULT.directBuffer();
		for (int i = 0; i < FRAMES; i++) {
			this.frames.framing.writeFrame(this.burst, this.burst.alloc().directBuffer(BYTES).writeZero(BYTES));
		}
		this.channel = (this.netty) ? SinkChannel.with(this.frames.handlers.get()) : ours();
		int length = this.burst.readableBytes();
		echo();
		if (this.channel.takenBytes() != length) {
			throw new IllegalStateException(this.channel.takenBytes() + " bytes came back of " + length);
		}
	}

	private SinkChannel ours() {
		return SinkChannel.of(SocketOptions.builder().framing(this.frames.framing).build(),
				SocketHandlers.builder().data((socket, message) -> socket.send(message)).build());
	}

	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public long echo() {
		return this.channel.read(this.burst.readerIndex(0));
	}

	/** The ways to tell frames apart. */
	public enum Frames {

		/** Four bytes of length before each. */
		LENGTH_FIELD(Framing.lengthField(4),
				() -> new ChannelHandler[] { new LengthFieldBasedFrameDecoder(64 * 1024, 0, 4, 0, 4),
						new LengthFieldPrepender(4), new NettyEcho() }),

		/** A line each. */
		LINES(Framing.lines(),
				() -> new ChannelHandler[] { new LineBasedFrameDecoder(64 * 1024), new LineEnder(), new NettyEcho() });

		private final Framing framing;

		private final Supplier<ChannelHandler[]> handlers;

		Frames(Framing framing, Supplier<ChannelHandler[]> handlers) {
			this.framing = framing;
			this.handlers = handlers;
		}

	}

	/**
	 * Netty has a decoder of lines and no encoder; this is the obvious one.
	 */
	private static final class LineEnder extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
			ByteBuf line = (ByteBuf) message;
			ByteBuf ended = context.alloc().directBuffer(line.readableBytes() + 1);
			ended.writeBytes(line).writeByte('\n');
			line.release();
			context.write(ended, promise);
		}

	}

}
