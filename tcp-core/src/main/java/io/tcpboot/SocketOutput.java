package io.tcpboot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.tcpboot.framing.Framing;
import org.jspecify.annotations.Nullable;

/**
 * What any thread may send through a socket: bytes, text, frames, messages, and the ways
 * to wait for room. Bytes accepted go to {@link Outbound}.
 *
 * @param <D> type of the socket's data
 */
abstract class SocketOutput<D> extends ChannelInboundHandlerAdapter implements TcpSocket<D>, PendingBytes.Refusals {

	final EventLoop loop;

	final SocketOptions options;

	final PendingBytes pending;

	final Outbound out;

	// Null where a write is bytes and nothing else.
	private final @Nullable Framer framer;

	volatile @Nullable RoomWaiters roomWaiters;

	private volatile @Nullable BlockingWriter blockingWriter;

	private volatile @Nullable MessageEncoder messageEncoder;

	SocketOutput(EventLoop loop, SocketOptions options) {
		this.loop = loop;
		this.options = options;
		this.pending = new PendingBytes(options);
		this.out = new Outbound(this, loop, this.pending);
		Framing framing = options.framing();
		this.framer = (framing.isNone() || framing.isCodec()) ? null : new Framer(framing, this.out, this.pending);
	}

	@Override
	public int write(ByteBuf bytes) {
		Framer framer = this.framer;
		return (framer != null) ? framer.write(bytes) : this.out.write(bytes);
	}

	@Override
	public int write(ByteBuffer bytes) {
		Framer framer = this.framer;
		if (framer == null) {
			return this.out.write(bytes);
		}
		int taken = framer.write(Unpooled.wrappedBuffer(bytes));
		bytes.position(bytes.position() + Math.max(0, taken));
		return taken;
	}

	@Override
	public int write(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		Framer framer = this.framer;
		return (framer != null) ? framer.write(Unpooled.wrappedBuffer(bytes, offset, length))
				: this.out.write(bytes, offset, length);
	}

	@Override
	public int write(CharSequence text) {
		Framer framer = this.framer;
		if (framer == null) {
			return this.out.write(text);
		}
		int taken = framer.write(utf8(text));
		return (taken > 0) ? text.length() : taken;
	}

	private static ByteBuf utf8(CharSequence text) {
		return Unpooled.wrappedBuffer(text.toString().getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public boolean send(ByteBuf bytes) {
		Framer framer = this.framer;
		return (framer != null) ? framer.send(bytes) : this.out.send(bytes);
	}

	@Override
	public boolean send(ByteBuffer bytes) {
		Framer framer = this.framer;
		if (framer == null) {
			return this.out.send(bytes);
		}
		boolean accepted = framer.send(Unpooled.wrappedBuffer(bytes));
		if (accepted) {
			bytes.position(bytes.limit());
		}
		return accepted;
	}

	@Override
	public boolean send(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		Framer framer = this.framer;
		return (framer != null) ? framer.send(Unpooled.wrappedBuffer(bytes, offset, length))
				: this.out.send(bytes, offset, length);
	}

	@Override
	public boolean send(CharSequence text) {
		Framer framer = this.framer;
		return (framer != null) ? framer.send(utf8(text)) : this.out.send(text);
	}

	@Override
	public boolean sendMessage(Object message) {
		MessageEncoder encoder = messageEncoder();
		return encoder != null && encoder.send(message);
	}

	/**
	 * Return the encoder, or {@code null} if the socket takes nothing any more.
	 */
	private @Nullable MessageEncoder messageEncoder() {
		MessageEncoder encoder = this.messageEncoder;
		if (encoder == null) {
			synchronized (this) {
				encoder = this.messageEncoder;
				if (encoder == null) {
					encoder = MessageEncoder.of(this);
					this.messageEncoder = encoder;
				}
			}
		}
		return encoder;
	}

	/**
	 * Called when the socket takes nothing any more.
	 */
	final void closeMessageEncoder() {
		MessageEncoder encoder;
		synchronized (this) {
			encoder = this.messageEncoder;
		}
		if (encoder != null) {
			encoder.close();
		}
	}

	@Override
	public void writeFully(ByteBuf bytes) throws IOException {
		Framer framer = this.framer;
		if (framer != null) {
			framer.checkNotEmpty(bytes);
		}
		if (LoopThread.isCurrent()) {
			throw new IllegalStateException("writeFully: called on an event loop (expected: a thread that may wait)");
		}
		blockingWriter().write(bytes);
	}

	@Override
	public void writeFully(byte[] bytes) throws IOException {
		writeFully(Unpooled.wrappedBuffer(bytes));
	}

	/**
	 * Return whether a thread is in the middle of a message. When it is done, it
	 * schedules a reaction.
	 */
	final boolean isBlockingWriterBusy() {
		BlockingWriter writer = this.blockingWriter;
		return writer != null && writer.isWriting();
	}

	private BlockingWriter blockingWriter() {
		BlockingWriter writer = this.blockingWriter;
		if (writer == null) {
			synchronized (this) {
				writer = this.blockingWriter;
				if (writer == null) {
					writer = new BlockingWriter(this);
					this.blockingWriter = writer;
				}
			}
		}
		return writer;
	}

	/**
	 * Accept what there is room for, for a caller who {@linkplain #awaitRoom awaits} room
	 * by itself.
	 */
	int writeWithoutDrain(ByteBuf bytes) {
		Framer framer = this.framer;
		return (framer != null) ? framer.writeWithoutDrain(bytes) : this.out.writeWithoutDrain(bytes);
	}

	/**
	 * Run the waiter on the event loop when there is room again, or never will be.
	 */
	void awaitRoom(Runnable waiter) {
		RoomWaiters waiters = this.roomWaiters;
		if (waiters == null) {
			synchronized (this) {
				waiters = this.roomWaiters;
				if (waiters == null) {
					waiters = new RoomWaiters();
					this.roomWaiters = waiters;
				}
			}
		}
		waiters.add(waiter);
		refused();
		if (!onLoop(this::afterProgress)) {
			waiters.run();
		}
	}

	final void runRoomWaiters() {
		RoomWaiters waiters = this.roomWaiters;
		if (waiters != null) {
			waiters.run();
		}
	}

	@Override
	public CompletionStage<Void> flush() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		if (!onLoop(() -> this.out.flush(future))) {
			future.completeExceptionally(new ClosedChannelException());
		}
		return future;
	}

	@Override
	public void cork(Consumer<TcpSocket<D>> action) {
		boolean onLoop = this.loop.inEventLoop();
		if (onLoop) {
			cork();
		}
		else {
			this.out.corkStaged();
		}
		try {
			action.accept(this);
		}
		finally {
			if (onLoop) {
				uncork();
			}
			else {
				this.out.uncorkStaged();
			}
		}
	}

	@Override
	public SocketSink sink(int highWaterMark) {
		if (this.framer != null) {
			throw new IllegalStateException("sink: it cuts where it is full (expected: a socket without framing)");
		}
		return new SocketSink(this, highWaterMark);
	}

	@Override
	public boolean end(ByteBuf bytes) {
		Framer framer = this.framer;
		boolean accepted = (framer != null) ? framer.sendLast(bytes) : this.out.sendLast(bytes);
		onLoop(this::endNow);
		return accepted;
	}

	@Override
	public boolean end(byte[] bytes) {
		return end(Unpooled.wrappedBuffer(bytes));
	}

	@Override
	public boolean end(CharSequence text) {
		return end(utf8(text));
	}

	EventLoop loop() {
		return this.loop;
	}

	SocketOptions options() {
		return this.options;
	}

	/**
	 * Run at once on the event loop, else soon.
	 * @return whether the event loop is still there to run it
	 */
	final boolean onLoop(Runnable action) {
		if (this.loop.inEventLoop()) {
			action.run();
			return true;
		}
		return later(action);
	}

	/**
	 * Run soon on the event loop, after whatever runs there now.
	 * @return whether the event loop is still there to run it
	 */
	final boolean later(Runnable action) {
		try {
			this.loop.execute(action);
			return true;
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and the socket with it.
			return false;
		}
	}

	// What SocketLife and NettySocket do, on the event loop.

	abstract void endNow();

	abstract void cork();

	abstract void uncork();

	/**
	 * Return whether a flush will come anyway.
	 */
	abstract boolean isCorked();

	/**
	 * Return what the event loop has just read, while the handler looks at it.
	 */
	abstract @Nullable ByteBuf inboundBytes();

	/**
	 * Called after a flush: whoever waited for it may go on.
	 */
	abstract void afterProgress();

	/**
	 * React to progress soon, but not inside of whatever runs now.
	 */
	abstract void scheduleReaction();

}
