package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * An answer of 64 bytes, written in one piece or in five. Answers what each further write
 * costs when the cork gathers them: five of ours should be close to one of ours, while
 * Netty has five buffers to allocate, to queue and to hand to the kernel, which is not
 * even in the figure. What {@link Answer#FIVE_WRITES} asks of the kernel is one buffer.
 */
public class CorkBenchmark extends LoopBenchmark {

	private static final int BYTES = 64;

	private static final int PART = 13;

	/** How the answer is written. */
	@Param
	public Answer answer;

	private final ByteBuf message = ByteBufAllocator.DEFAULT.directBuffer(BYTES, BYTES);

	private SinkChannel channel;

	@Setup
	public void prepare() {
		this.channel = this.answer.channel(new byte[BYTES]);
	}

	@Benchmark
	public long answer() {
		return this.channel.read(this.message.setIndex(0, BYTES));
	}

	/** The ways to write it. */
	public enum Answer {

		/** Netty, one buffer of the channel's allocator. */
		NETTY_ONE_WRITE {
			@Override
			SinkChannel channel(byte[] bytes) {
				return SinkChannel.with(new NettyAnswer(bytes, BYTES));
			}
		},

		/** Netty, five of them. */
		NETTY_FIVE_WRITES {
			@Override
			SinkChannel channel(byte[] bytes) {
				return SinkChannel.with(new NettyAnswer(bytes, PART));
			}
		},

		/** One write. */
		ONE_WRITE {
			@Override
			SinkChannel channel(byte[] bytes) {
				return SinkChannel.of(SocketHandlers.builder().data((socket, message) -> socket.write(bytes)).build());
			}
		},

		/** Five writes. */
		FIVE_WRITES {
			@Override
			SinkChannel channel(byte[] bytes) {
				return SinkChannel
					.of(SocketHandlers.builder().data((socket, message) -> writeInParts(socket, bytes)).build());
			}
		};

		abstract SinkChannel channel(byte[] bytes);

		private static void writeInParts(TcpSocket<Object> socket, byte[] bytes) {
			for (int at = 0; at < BYTES; at += PART) {
				socket.write(bytes, at, Math.min(PART, BYTES - at));
			}
		}

	}

	/**
	 * Writes an answer in parts, flushed when the burst of reads is over.
	 */
	private static final class NettyAnswer extends ChannelInboundHandlerAdapter {

		private final byte[] bytes;

		private final int part;

		NettyAnswer(byte[] bytes, int part) {
			this.bytes = bytes;
			this.part = part;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ReferenceCountUtil.release(message);
			for (int at = 0; at < BYTES; at += this.part) {
				int length = Math.min(this.part, BYTES - at);
				ByteBuf buffer = context.alloc().directBuffer(length).writeBytes(this.bytes, at, length);
				context.write(buffer, context.voidPromise());
			}
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

	}

}
