package io.tcpboot;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslClosedEngineException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how many buffers and flushes a burst costs, which no peer can see.
 */
class OutboundTests {

	/** What goes to the channel: the size of each buffer, and "flush". */
	private final List<Object> log = new ArrayList<>();

	/** What is to be told of writes that a test tells of. */
	private @Nullable List<ChannelPromise> held;

	private SocketHandlers.DataHandler<String> data = (socket, bytes) -> {
	};

	private final EmbeddedChannel channel = new EmbeddedChannel(new Recorder());

	private final NettySocket<String> socket = new NettySocket<>(this.channel.eventLoop(), SocketOptions.defaults(),
			new Nobody(),
			new HandlerSlot<>(
					SocketHandlers.<String>builder().data((socket, bytes) -> this.data.handle(socket, bytes)).build()),
			null);

	OutboundTests() {
		Pipeline.build(this.channel, this.socket, null);
		this.socket.open();
		this.log.clear();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	@DisplayName("B49 five writes in one callback cost one buffer and one flush")
	void whenWrittenFiveTimesInACallbackThereIsOneFlush() {
		this.data = (socket, bytes) -> {
			for (int i = 0; i < 5; i++) {
				socket.write("x");
			}
		};
		read(1);
		assertThat(this.log).containsExactly(5, "flush");
	}

	@Test
	@DisplayName("B49 a burst of reads costs one buffer and one flush")
	void whenSeveralChunksAreAnsweredThereIsOneFlush() {
		this.data = (socket, bytes) -> socket.send(bytes);
		read(10, 20, 30);
		assertThat(this.log).containsExactly(60, "flush");
	}

	@Test
	@DisplayName("B49 writes outside of a callback are flushed once, by one task")
	void whenWrittenOutsideOfACallbackTheFlushIsScheduledOnce() {
		this.socket.write("a");
		this.socket.write("b");
		this.socket.send("c");
		assertThat(this.log).isEmpty();
		this.channel.runPendingTasks();
		assertThat(this.log).containsExactly(3, "flush");
	}

	@Test
	@DisplayName("B49 corks nest: one flush at the end of the outermost, none inside a callback")
	void whenCorksNestThereIsOneFlush() {
		this.socket.cork((socket) -> {
			socket.write("a");
			socket.cork((inner) -> inner.write("b"));
			assertThat(this.log).isEmpty();
		});
		assertThat(this.log).containsExactly(2, "flush");
		this.data = (socket, bytes) -> {
			socket.cork((corked) -> corked.write("c"));
			assertThat(this.log).hasSize(2);
		};
		read(1);
		assertThat(this.log).containsExactly(2, "flush", 1, "flush");
	}

	@Test
	@DisplayName("B52 TLS fails what it has not encrypted, and what it has is written later: each is counted as what it is")
	void whenTheLastFailBeforeTheFirstAreWrittenTheCountIsRight() {
		List<ChannelPromise> told = new ArrayList<>();
		this.held = told;
		this.data = (socket, bytes) -> {
			socket.write("head");
			socket.send(Flow.buffer(10_000).asReadOnly());
			socket.write("the end");
		};
		read(1);
		assertThat(this.log).containsExactly(4, 10_000, 7, "flush");
		told.get(1).tryFailure(new SslClosedEngineException("closed"));
		told.get(2).tryFailure(new SslClosedEngineException("closed"));
		assertThat(this.socket.bytesWritten()).isZero();
		assertThat(this.socket.pendingBytes()).isEqualTo(4);
		told.get(0).trySuccess();
		assertThat(this.socket.bytesWritten()).isEqualTo(4);
		assertThat(this.socket.pendingBytes()).isZero();
	}

	@Test
	@DisplayName("B45 a large chunk is echoed as the same memory, behind what was written before")
	void whenALargeChunkIsEchoedItIsNotCopied() {
		ByteBuf chunk = Flow.buffer(10_000);
		this.data = (socket, bytes) -> {
			socket.write("head");
			socket.send(bytes);
			socket.write("tail");
		};
		this.channel.writeInbound(chunk);
		assertThat(this.log).containsExactly(4, 10_000, 4, "flush");
		((ByteBuf) this.channel.readOutbound()).release();
		ByteBuf echoed = this.channel.readOutbound();
		assertThat(echoed.array()).isSameAs(chunk.array());
		echoed.release();
		assertThat(chunk.refCnt()).isZero();
	}

	@Test
	@DisplayName("B45 a small part of a large chunk, slice or not, does not keep the chunk")
	void whenAPartOfALargeChunkIsWrittenTheChunkIsGivenBack() {
		this.data = (socket, bytes) -> socket.send(bytes.readSlice(5000));
		ByteBuf chunk = Flow.buffer(64 * 1024);
		this.channel.pipeline().fireChannelRead(chunk);
		assertThat(chunk.refCnt()).isZero();
		this.data = (socket, bytes) -> socket.send(bytes.writerIndex(5000));
		ByteBuf other = Flow.buffer(64 * 1024);
		this.channel.pipeline().fireChannelRead(other);
		assertThat(other.refCnt()).isZero();
		this.channel.pipeline().fireChannelReadComplete();
		assertThat(this.log).containsExactly(5000, 5000, "flush");
	}

	@Test
	@DisplayName("B48 flush inside a callback sends what was written so far")
	void whenFlushedInsideACallbackThereAreTwoFlushes() {
		this.data = (socket, bytes) -> {
			socket.write("a");
			socket.flush();
			socket.write("bc");
		};
		read(1);
		assertThat(this.log).containsExactly(1, "flush", 2, "flush");
	}

	@Test
	@DisplayName("B49 nothing written, nothing flushed")
	void whenNothingIsWrittenNothingIsFlushed() {
		read(1, 2);
		assertThat(this.log).isEmpty();
	}

	private void read(int... lengths) {
		Object[] chunks = new Object[lengths.length];
		for (int i = 0; i < lengths.length; i++) {
			chunks[i] = Flow.buffer(lengths[i]);
		}
		this.channel.writeInbound(chunks);
	}

	private final class Recorder extends ChannelOutboundHandlerAdapter {

		@Override
		public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
			OutboundTests.this.log.add(((ByteBuf) message).readableBytes());
			if (OutboundTests.this.held != null) {
				OutboundTests.this.held.add(promise);
				((ByteBuf) message).release();
				return;
			}
			super.write(context, message, promise);
		}

		@Override
		public void flush(ChannelHandlerContext context) throws Exception {
			OutboundTests.this.log.add("flush");
			super.flush(context);
		}

	}

}
