package io.tcpboot.framing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The handlers of a framing in a channel whose clock the test moves, and behind them one
 * that notes what it is told. Bytes are Latin-1 text here.
 */
final class FramedChannel implements AutoCloseable {

	static final String END = "<end>";

	static final String INACTIVE = "<inactive>";

	final EmbeddedChannel channel;

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

	final List<ChannelHandler> handlers;

	/** Frames as text, failures as the simple name of their class, ends. */
	final List<String> told = new ArrayList<>();

	final List<Throwable> failures = new ArrayList<>();

	/** Runs when a frame has come. */
	Runnable onFrame = () -> {
	};

	FramedChannel(Framing framing) {
		this.handlers = framing.newHandlers();
		this.channel = new EmbeddedChannel(this.handlers.toArray(ChannelHandler[]::new));
		this.channel.pipeline().addLast(new Notes());
		this.channel.freezeTime();
		this.channel.config().setAllocator(this.allocator);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	static String text(ByteBuf bytes) {
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Write payloads as the framing does, one behind the other.
	 */
	static String encode(Framing framing, String... payloads) {
		ByteBuf out = Unpooled.buffer();
		for (String payload : payloads) {
			ByteBuf in = Unpooled.wrappedBuffer(bytes(payload));
			int before = out.readableBytes();
			int promised = framing.frameBytes(in);
			framing.writeFrame(out, in);
			assertThat(out.readableBytes() - before).isEqualTo(promised);
			assertThat(in.isReadable()).isFalse();
		}
		return text(out);
	}

	/**
	 * Let pieces arrive, each in a read burst of its own.
	 */
	FramedChannel receive(String... pieces) {
		for (String piece : pieces) {
			this.channel.writeInbound(this.allocator.buffer(piece.length()).writeBytes(bytes(piece)));
		}
		return this;
	}

	/**
	 * Take what was written.
	 */
	String sent() {
		StringBuilder sent = new StringBuilder();
		for (ByteBuf bytes = this.channel.readOutbound(); bytes != null; bytes = this.channel.readOutbound()) {
			sent.append(text(bytes));
			bytes.release();
		}
		return sent.toString();
	}

	FramedChannel end() {
		this.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
		return this;
	}

	FramedChannel tlsEnd() {
		this.channel.pipeline().fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
		return this;
	}

	FramedChannel removeHandlers() {
		this.handlers.forEach(this.channel.pipeline()::remove);
		return this;
	}

	FramedChannel pause() {
		this.channel.config().setAutoRead(false);
		return this;
	}

	FramedChannel resume() {
		this.channel.config().setAutoRead(true);
		return this;
	}

	FramedChannel advance(Duration time) {
		this.channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
		this.channel.runScheduledPendingTasks();
		return this;
	}

	boolean hasScheduled() {
		return this.channel.runScheduledPendingTasks() != -1;
	}

	/**
	 * Return the capacity of all buffers that are not released.
	 */
	long memory() {
		return this.allocator.metric().usedHeapMemory();
	}

	@Override
	public void close() {
		this.channel.finishAndReleaseAll();
		assertThat(memory()).as("memory not released").isZero();
	}

	private final class Notes extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			if (message instanceof ByteBuf bytes) {
				FramedChannel.this.told.add(text(bytes));
				bytes.release();
			}
			else {
				FramedChannel.this.told.add(message.toString());
				ReferenceCountUtil.release(message);
			}
			FramedChannel.this.onFrame.run();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			FramedChannel.this.told.add(cause.getClass().getSimpleName());
			FramedChannel.this.failures.add(cause);
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event == ChannelInputShutdownEvent.INSTANCE) {
				FramedChannel.this.told.add(END);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			FramedChannel.this.told.add(INACTIVE);
		}

	}

}
