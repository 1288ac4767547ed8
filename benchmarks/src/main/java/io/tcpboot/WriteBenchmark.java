package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tcpboot.benchmark.peer.NettyEcho;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What a message costs between the event loop and the channel and back, without a kernel:
 * read, handed to the handler, written, counted, flushed, counted again. Answers how much
 * the bound on pending bytes, the cork and the one promise add to hand-written Netty,
 * which does none of that, and, with {@code -prof gc}, whether any of it allocates. 64
 * bytes are copied into the cork, 16 KiB are a part of the chunk that was read and go by
 * reference.
 */
public class WriteBenchmark extends LoopBenchmark {

	/** Size of a message. */
	@Param({ "64", "16384" })
	public int bytes;

	/** How it is written. */
	@Param
	public Writer writer;

	private ByteBuf message;

	private SinkChannel channel;

	@Setup
	public void prepare() {
		this.message = ByteBufAllocator.DEFAULT.directBuffer(this.bytes, this.bytes);
		this.channel = this.writer.channel(this.bytes);
	}

	@Benchmark
	public long echo() {
		return this.channel.read(this.message.setIndex(0, this.bytes));
	}

	/** The ways to write. */
	public enum Writer {

		/** Hand-written Netty: a shared handler, flush on read-complete. */
		NETTY {
			@Override
			SinkChannel channel(int bytes) {
				return SinkChannel.with(new NettyEcho());
			}
		},

		/** Counted partial writes. */
		WRITE {
			@Override
			SinkChannel channel(int bytes) {
				return SinkChannel
					.of(SocketHandlers.builder().data((socket, message) -> socket.write(message)).build());
			}
		},

		/** All or nothing. */
		SEND {
			@Override
			SinkChannel channel(int bytes) {
				return SinkChannel.of(SocketHandlers.builder().data((socket, message) -> socket.send(message)).build());
			}
		},

		/** Bytes from an array, which are copied whatever their size. */
		SEND_ARRAY {
			@Override
			SinkChannel channel(int bytes) {
				byte[] array = new byte[bytes];
				return SinkChannel.of(SocketHandlers.builder().data((socket, message) -> socket.send(array)).build());
			}
		};

		abstract SinkChannel channel(int bytes);

	}

}
