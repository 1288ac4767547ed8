package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The socket is the last handler of its channel, so that a connection costs no object in
 * between. It is the only place where user code is called. Everything below the public
 * methods runs on the event loop; {@link Lifecycle} says what happens when.
 *
 * @param <D> type of the socket's data
 */
final class NettySocket<D> extends SocketFront<D> {

	private final SocketOwner<D> owner;

	private final Runnable reaction = this::react;

	// Event loop only.
	private final ReadGate gate = new ReadGate();

	private final Deadlines deadlines;

	private Lifecycle life = Lifecycle.NEW;

	// The set in use, once open. The slot may hold a newer one.
	private SocketHandlers<D> handlers;

	private @Nullable Channel channel;

	private @Nullable ByteBuf inbound;

	private @Nullable CloseReason reason;

	private @Nullable Throwable cause;

	private int corks;

	private boolean burst;

	private boolean reactionScheduled;

	private boolean inputEnded;

	private boolean channelClosing;

	// Whoever was not told of open is not told of anything.
	private boolean openTold;

	NettySocket(EventLoop loop, SocketOptions options, SocketOwner<D> owner, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options, slot, data);
		this.owner = owner;
		this.handlers = slot.handlers;
		this.deadlines = new Deadlines(this, loop, options);
	}

	@Override
	boolean isCorked() {
		return this.burst || this.corks > 0;
	}

	@Override
	@Nullable ByteBuf inboundBytes() {
		return this.inbound;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		Channel channel = context.channel();
		this.channel = channel;
		this.localAddress = channel.localAddress();
		this.remoteAddress = channel.remoteAddress();
		this.out.attach(context);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// A connected one was opened when its connect succeeded.
		if (this.life == Lifecycle.NEW) {
			open();
		}
	}

	/**
	 * Begin to live. The channel is connected.
	 */
	void open() {
		this.life = this.life.to(Lifecycle.OPEN);
		this.deadlines.opened();
		this.handlers = this.slot.handlers;
		SocketHandlers.Handler<D> handler = this.handlers.open;
		Throwable failure = null;
		this.corks++;
		try {
			this.owner.opening(this);
			this.openTold = true;
			if (handler != null) {
				handler.handle(this);
			}
		}
		catch (Throwable ex) {
			failure = ex;
			if (this.openTold) {
				failed("open", ex);
			}
			else {
				this.owner.unhandled(this, "Initial data", ex);
			}
			closeAfterFailure(ex);
		}
		finally {
			uncork();
		}
		this.owner.opened(this, failure);
		if (!this.gate.isHeld()) {
			startReading();
		}
	}

	/**
	 * The connection was never made.
	 */
	void neverOpened() {
		this.pending.close();
		this.life = this.life.to(Lifecycle.CLOSED);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		this.burst = true;
		takeUpReload();
		countRead(bytes.readableBytes());
		if (this.gate.isOpen()) {
			deliver(bytes);
		}
		else {
			this.gate.queue(bytes);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		this.burst = false;
		if (this.life.isDelivering()) {
			this.deadlines.bytesRead(this.life.isFinSent());
		}
		this.out.flushNow();
	}

	/**
	 * Show bytes to the handler. Takes over the buffer.
	 */
	private void deliver(ByteBuf bytes) {
		SocketHandlers<D> handlers = this.handlers;
		SocketHandlers.DataHandler<D> handler = handlers.data;
		if (handler == null) {
			deliverAsync(handlers, bytes);
			return;
		}
		this.inbound = bytes;
		try {
			handler.handle(this, bytes);
		}
		catch (Throwable ex) {
			failed("data", ex);
		}
		finally {
			this.inbound = null;
			bytes.release();
		}
		holdIfAboveHigh();
	}

	private void deliverAsync(SocketHandlers<D> handlers, ByteBuf bytes) {
		this.inbound = bytes;
		try {
			CompletionStage<?> stage = Objects.requireNonNull(handlers.asyncData).handle(this, bytes);
			hold(ReadGate.BUSY);
			stage.whenComplete((result, failure) -> {
				// At once only if the handler has just returned it: elsewhere on the
				// event
				// loop another callback may be running.
				if (this.inbound == bytes && this.loop.inEventLoop()) {
					doneAsync(bytes, failure);
				}
				else if (!later(() -> doneAsync(bytes, failure))) {
					bytes.release();
				}
			});
		}
		catch (Throwable ex) {
			release(ReadGate.BUSY);
			bytes.release();
			failed("data", ex);
		}
		finally {
			this.inbound = null;
		}
		holdIfAboveHigh();
	}

	private void doneAsync(ByteBuf bytes, @Nullable Throwable failure) {
		bytes.release();
		if (failure != null) {
			Throwable cause = failure.getCause();
			failedAsync((failure instanceof CompletionException && cause != null) ? cause : failure);
		}
		release(ReadGate.BUSY);
	}

	private void failedAsync(Throwable cause) {
		if (this.life != Lifecycle.CLOSED) {
			failed("data", cause);
		}
		else {
			// After close there is no error handler any more.
			this.owner.unhandled(this, "Handler 'data'", cause);
		}
	}

	private void holdIfAboveHigh() {
		if (this.pending.isAboveHigh()) {
			// What the kernel takes now need not stop the reading.
			this.out.flushNow();
			if (this.options.autoBackPressure() && this.pending.isAboveHigh()) {
				hold(ReadGate.BACK_PRESSURE);
			}
		}
	}

	@Override
	void hold(int hold) {
		if (!this.gate.isDropping() && this.gate.hold(hold)) {
			autoRead(false);
			this.deadlines.readingStopped();
		}
	}

	@Override
	void release(int hold) {
		if (this.gate.release(hold)) {
			if (this.gate.hasQueued()) {
				scheduleReaction();
			}
			else {
				startReading();
			}
		}
	}

	private void startReading() {
		if (!this.inputEnded) {
			this.deadlines.readingStarted();
			autoRead(true);
		}
	}

	private void autoRead(boolean autoRead) {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			channel.config().setAutoRead(autoRead);
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		// After a reset the transport tells of an end too, which is none.
		if (event == ChannelInputShutdownEvent.INSTANCE && !this.channelClosing) {
			takeUpReload();
			if (this.gate.isOpen() || this.gate.isDropping()) {
				onPeerEnd();
			}
			else {
				this.gate.queueEnd();
			}
			probe();
		}
	}

	private void onPeerEnd() {
		this.inputEnded = true;
		this.deadlines.readingStopped();
		giveReason(CloseReason.PEER_END);
		if (this.life.isDelivering()) {
			call("end", this.handlers.end);
		}
		if (this.life == Lifecycle.OPEN) {
			if (!this.options.allowHalfOpen()) {
				this.pending.close();
				endNow();
			}
		}
		else if (this.life.isFinSent()) {
			closeChannel();
		}
	}

	/**
	 * After the peer's FIN the transport listens no more, and a reset would go unnoticed
	 * until the next write.
	 */
	private void probe() {
		Channel channel = this.channel;
		if (this.life != Lifecycle.OPEN || channel == null) {
			return;
		}
		if (Transport.isDead(channel)) {
			lost(new IOException("Connection reset by peer"));
		}
		else {
			this.deadlines.probe(this::probe);
		}
	}

	@Override
	void endNow() {
		if (this.life == Lifecycle.OPEN) {
			giveReason(CloseReason.LOCAL_END);
			this.life = this.life.to(Lifecycle.ENDING);
			this.deadlines.ending();
			if (!isCorked()) {
				this.out.flushNow();
			}
		}
	}

	@Override
	void closeNow(CloseReason reason, @Nullable Throwable cause) {
		if (!this.life.isDelivering()) {
			return;
		}
		boolean finSent = this.life.isFinSent();
		this.life = this.life.to((finSent) ? Lifecycle.LINGERING : Lifecycle.FLUSHING);
		if (reason == CloseReason.LOCAL_END) {
			giveReason(reason);
		}
		else {
			// A limit that is reached after one side has ended is what closes the socket.
			overruleEnd(reason, cause);
		}
		this.inputEnded |= this.gate.drop();
		if (finSent) {
			linger();
		}
		else {
			this.deadlines.ending();
			if (!isCorked()) {
				this.out.flushNow();
			}
		}
		if (!this.inputEnded) {
			autoRead(true);
		}
	}

	private void giveReason(CloseReason reason) {
		if (this.reason == null) {
			this.reason = reason;
		}
	}

	/**
	 * Give a reason that says more than that one side had ended.
	 */
	private void overruleEnd(CloseReason reason, @Nullable Throwable cause) {
		if (this.reason == null || this.reason == CloseReason.LOCAL_END || this.reason == CloseReason.PEER_END) {
			this.reason = reason;
			this.cause = cause;
		}
	}

	@Override
	void afterProgress() {
		if (this.life == Lifecycle.CLOSED) {
			runRoomWaiters();
			return;
		}
		long left = this.pending.count();
		this.deadlines.progress(this.out.writtenBytes(), left > 0);
		finishIfWritten(left);
		if (isReactionDue()) {
			scheduleReaction();
		}
	}

	private void finishIfWritten(long left) {
		// After a failed write nothing is pending either, but the channel is closing.
		if (left == 0 && this.life.isFinishing() && this.out.writeFailure() == null) {
			sendFin();
		}
	}

	private boolean isReactionDue() {
		RoomWaiters waiters = this.roomWaiters;
		return this.pending.isDrainDue() || this.out.isReactionDue()
				|| ((this.gate.isHeldBy(ReadGate.BACK_PRESSURE) || (waiters != null && !waiters.isEmpty()))
						&& (this.pending.isLow() || this.pending.isClosed()));
	}

	@Override
	void scheduleReaction() {
		if (!this.reactionScheduled) {
			this.reactionScheduled = true;
			this.loop.execute(this.reaction);
		}
	}

	private void react() {
		this.out.flushHeld();
		this.reactionScheduled = false;
		if (this.life == Lifecycle.CLOSED || this.channelClosing) {
			// Only the close is still to come, and it does the rest.
			return;
		}
		long left = this.pending.count();
		this.deadlines.progress(this.out.writtenBytes(), left > 0);
		finishIfWritten(left);
		this.out.completeWaiters();
		if (this.pending.isLow() || this.pending.isClosed()) {
			runRoomWaiters();
		}
		if (this.gate.isHeldBy(ReadGate.BACK_PRESSURE) && this.pending.isLow()) {
			release(ReadGate.BACK_PRESSURE);
		}
		if (!this.gate.isHeld() && this.gate.hasQueued()) {
			deliverQueued();
		}
		takeUpReload();
		if (this.pending.takeDrain()) {
			call("drain", this.handlers.drain);
		}
	}

	private void deliverQueued() {
		this.corks++;
		try {
			takeUpReload();
			ByteBuf bytes = null;
			while (!this.gate.isHeld() && (bytes = this.gate.poll()) != null) {
				deliver(bytes);
				takeUpReload();
			}
			if (!this.gate.isHeld() && !this.gate.isDropping()) {
				if (this.gate.pollEnd()) {
					onPeerEnd();
				}
				else {
					startReading();
				}
			}
		}
		finally {
			uncork();
		}
	}

	private void sendFin() {
		if (this.inputEnded) {
			closeChannel();
			return;
		}
		this.life = this.life.to((this.life == Lifecycle.ENDING) ? Lifecycle.ENDED : Lifecycle.LINGERING);
		// It fails after a reset; reading shows what came before that, and the reset
		// itself.
		((DuplexChannel) Objects.requireNonNull(this.channel)).shutdownOutput();
		if (this.life == Lifecycle.LINGERING) {
			linger();
		}
	}

	private void linger() {
		if (this.inputEnded || this.options.lingerTimeout().isZero()) {
			closeChannel();
		}
		else {
			this.deadlines.lingering();
		}
	}

	void expire(CloseReason reason) {
		if (reason == CloseReason.CLOSE_TIMEOUT && this.life == Lifecycle.ENDED && this.gate.isHeld()) {
			// It is this side that does not read.
			this.deadlines.ending();
			return;
		}
		this.pending.close();
		if (reason == CloseReason.CLOSE_TIMEOUT || reason == CloseReason.WRITE_TIMEOUT) {
			// The peer takes nothing: to wait for it in order would be to wait for ever.
			abort(reason);
		}
		else {
			closeNow(reason, null);
		}
	}

	void onTimeout() {
		takeUpReload();
		call("timeout", this.handlers.timeout);
		if (this.options.closeOnTimeout()) {
			this.pending.close();
			closeNow(CloseReason.TIMEOUT, null);
		}
	}

	/**
	 * Reset the connection.
	 */
	@Override
	void abort(CloseReason reason) {
		if (this.life != Lifecycle.CLOSED) {
			overruleEnd(reason, null);
			this.gate.drop();
			option(ChannelOption.SO_LINGER, 0);
			closeChannel();
		}
	}

	void closeChannel() {
		Channel channel = this.channel;
		if (channel != null) {
			this.channelClosing = true;
			channel.close();
		}
	}

	@Override
	<T> void option(ChannelOption<T> option, T value) {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			try {
				channel.config().setOption(option, value);
			}
			catch (ChannelException ex) {
				// The kernel has closed it already; its own event says so.
			}
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof IOException) {
			lost(cause);
		}
		else {
			this.owner.unhandled(this, "Pipeline", cause);
			overruleEnd(CloseReason.HANDLER_FAILURE, cause);
			this.pending.close();
			abort(CloseReason.HANDLER_FAILURE);
		}
	}

	/**
	 * The kernel says that the connection is gone.
	 */
	private void lost(Throwable cause) {
		// Once we only wait for the peer to go, it may go as it likes.
		if (this.life.isDelivering() || this.life == Lifecycle.FLUSHING) {
			overruleEnd(Failures.closeReason(cause), cause);
		}
		this.pending.close();
		closeChannel();
	}

	/**
	 * Tell that the connection could not be made.
	 * @return what to fail the future with
	 */
	Throwable connectFailed(TcpConnectException failure) {
		neverOpened();
		SocketHandlers.ConnectErrorHandler<D> handler = this.slot.handlers.connectError;
		if (handler != null) {
			try {
				handler.handle(this, failure);
			}
			catch (Throwable ex) {
				if (ex != failure) {
					ex.addSuppressed(failure);
				}
				return ex;
			}
		}
		return failure;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.owner.gone(this);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.life == Lifecycle.NEW) {
			neverOpened();
			return;
		}
		Throwable failure = this.out.writeFailure();
		if (failure instanceof IOException && !(failure instanceof ClosedChannelException)) {
			lost(failure);
		}
		giveReason((this.loop.isShuttingDown()) ? CloseReason.SHUTDOWN : CloseReason.IO_ERROR);
		this.pending.close();
		if (this.life.isDelivering()) {
			deliverBeforeClose();
		}
		this.gate.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
		this.closeCause = this.cause;
		this.closeReason = this.reason;
		this.deadlines.stop();
		this.out.discard();
		runRoomWaiters();
		this.owner.closing(this, Objects.requireNonNull(this.reason));
		callClose();
	}

	/**
	 * What arrived before a reset is shown even to a paused socket: it will not resume.
	 */
	private void deliverBeforeClose() {
		ByteBuf bytes;
		while (!this.gate.isHeldBy(ReadGate.BUSY) && (bytes = this.gate.poll()) != null) {
			takeUpReload();
			if (this.gate.isDropping()) {
				bytes.release();
			}
			else {
				deliver(bytes);
			}
		}
	}

	@Override
	void shutdownNow() {
		if (this.life != Lifecycle.CLOSED) {
			if (this.life != Lifecycle.LINGERING) {
				// What was on its way may be cut off, even if one side had ended.
				overruleEnd(CloseReason.SHUTDOWN, null);
			}
			this.gate.drop();
			closeChannel();
		}
	}

	@Override
	void timeoutIn(long delayNanos) {
		if (this.life != Lifecycle.CLOSED) {
			this.deadlines.timeout(delayNanos);
		}
	}

	@Override
	void reloaded() {
		if (this.life != Lifecycle.NEW && this.life != Lifecycle.CLOSED && !this.channelClosing) {
			takeUpReload();
		}
	}

	/**
	 * Use the handlers that there are now, for the event that comes next. A new set sees
	 * the reload before anything else, be it that the event comes before the task that
	 * was to tell it.
	 */
	private void takeUpReload() {
		SocketHandlers<D> handlers = this.slot.handlers;
		if (handlers != this.handlers) {
			this.handlers = handlers;
			call("reload", handlers.reload);
		}
	}

	private void runRoomWaiters() {
		RoomWaiters waiters = this.roomWaiters;
		if (waiters != null) {
			waiters.run();
		}
	}

	@Override
	void cork() {
		this.corks++;
	}

	@Override
	void uncork() {
		if (--this.corks == 0 && !this.burst) {
			this.out.flushNow();
		}
	}

	private void call(String event, SocketHandlers.@Nullable Handler<D> handler) {
		if (handler == null) {
			return;
		}
		this.corks++;
		try {
			handler.handle(this);
		}
		catch (Throwable ex) {
			failed(event, ex);
		}
		finally {
			uncork();
		}
	}

	private void callClose() {
		// It is too late for a new set to be told of a reload.
		this.handlers = this.slot.handlers;
		SocketHandlers.CloseHandler<D> handler = this.handlers.close;
		if (handler != null && this.openTold) {
			try {
				handler.handle(this, Objects.requireNonNull(this.reason));
			}
			catch (Throwable ex) {
				failed("close", ex);
			}
		}
	}

	private void failed(String event, Throwable failure) {
		if (this.life != Lifecycle.CLOSED) {
			takeUpReload();
		}
		SocketHandlers.ErrorHandler<D> handler = this.handlers.error;
		String where = event;
		Throwable cause = failure;
		if (handler != null) {
			try {
				handler.handle(this, failure);
				if (!this.options.closeOnError()) {
					return;
				}
			}
			catch (Throwable ex) {
				if (ex != failure) {
					ex.addSuppressed(failure);
				}
				where = "error";
				cause = ex;
				this.owner.unhandled(this, "Handler '" + where + "'", cause);
			}
		}
		else {
			this.owner.unhandled(this, "Handler '" + where + "'", cause);
		}
		closeAfterFailure(cause);
	}

	private void closeAfterFailure(Throwable cause) {
		this.pending.close();
		if (this.life != Lifecycle.CLOSED) {
			// It may be "end" that failed, or a handler that had ended the socket.
			overruleEnd(CloseReason.HANDLER_FAILURE, cause);
			closeNow(CloseReason.HANDLER_FAILURE, cause);
		}
	}

	@Override
	public String toString() {
		return "TcpSocket " + id() + " of " + this.owner.name() + " (" + this.remoteAddress + ")";
	}

}
