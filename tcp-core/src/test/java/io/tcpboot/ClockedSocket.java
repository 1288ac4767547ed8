package io.tcpboot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/**
 * A socket whose clock stands still until a test moves it. Below it there is no kernel:
 * the test says what the peer does.
 */
final class ClockedSocket implements AutoCloseable {

	private final Wire wire = new Wire();

	private final NettySocket<String> socket;

	ClockedSocket(SocketOptions options, SocketHandlers<String> handlers) {
		this.wire.freezeTime();
		this.socket = new NettySocket<>(this.wire.eventLoop(), options, new Nobody(), new HandlerSlot<>(handlers),
				null);
		Pipeline.build(this.wire, this.socket, null);
		this.socket.open();
	}

	TcpSocket<String> socket() {
		return this.socket;
	}

	void park() {
		this.socket.park();
		run();
	}

	void unpark() {
		this.socket.unpark();
		run();
	}

	void advance(Duration time) {
		this.wire.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
		run();
	}

	void send(String text) {
		this.socket.send(text);
		run();
	}

	void receive(String text) {
		this.wire.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
		run();
	}

	void peerFinishes() {
		this.wire.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
		run();
	}

	/**
	 * Let the peer take nothing from now on.
	 */
	void stall() {
		this.wire.room = 0;
	}

	/**
	 * Let the peer take so many bytes, and then nothing.
	 */
	void take(int bytes) {
		this.wire.room = bytes;
		this.wire.flush();
		run();
	}

	/**
	 * Let the peer take everything, now and later.
	 */
	void take() {
		take(Integer.MAX_VALUE);
	}

	private void run() {
		this.wire.runScheduledPendingTasks();
		this.wire.runPendingTasks();
	}

	@Override
	public void close() {
		this.wire.finishAndReleaseAll();
	}

	private static final class Wire extends EmbeddedChannel implements DuplexChannel {

		private int room = Integer.MAX_VALUE;

		@Override
		protected void doWrite(ChannelOutboundBuffer buffer) {
			ByteBuf bytes;
			while (this.room > 0 && (bytes = (ByteBuf) buffer.current()) != null) {
				int taken = Math.min(this.room, bytes.readableBytes());
				this.room -= taken;
				buffer.removeBytes(taken);
			}
		}

		@Override
		public ChannelFuture shutdownOutput() {
			return newSucceededFuture();
		}

		@Override
		public ChannelFuture shutdownOutput(ChannelPromise promise) {
			return promise.setSuccess();
		}

		@Override
		public boolean isOutputShutdown() {
			return false;
		}

		@Override
		public ChannelFuture shutdownInput() {
			return newSucceededFuture();
		}

		@Override
		public ChannelFuture shutdownInput(ChannelPromise promise) {
			return promise.setSuccess();
		}

		@Override
		public boolean isInputShutdown() {
			return false;
		}

		@Override
		public ChannelFuture shutdown() {
			return newSucceededFuture();
		}

		@Override
		public ChannelFuture shutdown(ChannelPromise promise) {
			return promise.setSuccess();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

	}

}
