package io.tcpboot.framing;

import java.util.function.Supplier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.tcpboot.LoopBenchmark;
import io.tcpboot.SinkChannel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Sixteen frames of 64 bytes in one read, cut apart and dropped, per frame. Answers what
 * our decoder, with its bounds on the length and the time of a frame, costs beside the
 * one of Netty's that is chosen for the same frames.
 */
public class CutBenchmark extends LoopBenchmark {

	private static final int FRAMES = 16;

	private static final int BYTES = 64;

	/** Who cuts. */
	@Param
	public Cutter cutter;

	private ByteBuf burst;

	private SinkChannel channel;

	private Dropping frames;

	@Setup
	public void prepare(Blackhole blackhole) {
		this.burst = ByteBufAllocator.DEFAULT.directBuffer();
		for (int i = 0; i < FRAMES; i++) {
			this.cutter.framing.writeFrame(this.burst, this.burst.alloc().directBuffer(BYTES).writeZero(BYTES));
		}
		this.frames = new Dropping(blackhole);
		this.channel = SinkChannel.with(this.cutter.decoder.get(), this.frames);
		if (cut() != FRAMES * BYTES) {
			throw new IllegalStateException("frames got lost");
		}
	}

	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public long cut() {
		this.channel.read(this.burst.readerIndex(0));
		return this.frames.bytes;
	}

	/** Who can cut. */
	public enum Cutter {

		/** Netty's decoder of frames that begin with their length. */
		NETTY_LENGTH_FIELD(Framing.lengthField(4), () -> new LengthFieldBasedFrameDecoder(64 * 1024, 0, 4, 0, 4)),

		/** Ours. */
		LENGTH_FIELD(Framing.lengthField(4), () -> Framing.lengthField(4).newHandlers().get(0)),

		/** Netty's decoder of lines. */
		NETTY_LINES(Framing.lines(), () -> new LineBasedFrameDecoder(64 * 1024)),

		/** Ours. */
		LINES(Framing.lines(), () -> Framing.lines().newHandlers().get(0));

		private final Framing framing;

		private final Supplier<ChannelHandler> decoder;

		Cutter(Framing framing, Supplier<ChannelHandler> decoder) {
			this.framing = framing;
			this.decoder = decoder;
		}

	}

	/**
	 * Drops frames. They are shown to the black hole, or a frame need not be an object.
	 */
	private static final class Dropping extends ChannelInboundHandlerAdapter {

		private final Blackhole blackhole;

		private long bytes;

		Dropping(Blackhole blackhole) {
			this.blackhole = blackhole;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf frame = (ByteBuf) message;
			this.bytes += frame.readableBytes();
			this.blackhole.consume(frame);
			frame.release();
		}

	}

}
