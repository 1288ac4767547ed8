package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsSession;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The socket is the last handler of its channel, so that a connection costs no object in
 * between. Everything below the public methods runs on the event loop; {@link Lifecycle}
 * says what happens when, {@link UserCode} calls the handlers.
 *
 * @param <D> type of the socket's data
 */
final class NettySocket<D> extends SocketFront<D> implements Runnable {

	/** Enough for a system call of its own, in the middle of a burst. */
	private static final int FLUSH_BYTES = LoopBuffers.BYTES / 2;

	private final SocketOwner<D> owner;

	final boolean framed;

	// Event loop only.
	final SocketInput input = new SocketInput(this);

	Deadlines deadlines;

	private Lifecycle life = Lifecycle.NEW;

	final UserCode<D> code;

	// None as long as nothing points to an end.
	private @Nullable CloseVerdict verdict;

	@Nullable Channel channel;

	// Null without TLS.
	@Nullable TlsLink tls;

	// What is read is the event loop's buffer.
	boolean inputBorrowed;

	private int corks;

	private boolean burst;

	private boolean reactionScheduled;

	// The peer will send nothing more, and was told to have ended.
	boolean inputEnded;

	private boolean channelClosing;

	NettySocket(EventLoop loop, SocketOptions options, SocketOwner<D> owner, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options, slot, data);
		this.owner = owner;
		this.framed = !options.framing().isNone();
		this.code = new UserCode<>(this, owner, slot.handlers);
		this.deadlines = Deadlines.of(this);
	}

	@Override
	boolean isCorked() {
		return this.burst || this.corks > 0;
	}

	@Override
	@Nullable ByteBuf inboundBytes() {
		return this.code.inbound();
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		Channel channel = context.channel();
		this.channel = channel;
		this.localAddress = channel.localAddress();
		this.remoteAddress = channel.remoteAddress();
		LoopBuffers buffers = attach(context);
		// A codec may keep what it reads.
		if (buffers != null && !this.options.framing().isCodec()) {
			this.inputBorrowed = true;
			channel.config().setRecvByteBufAllocator(new ReadHandle(this.input, buffers));
		}
	}

	/**
	 * Write to this handler's outside from now on.
	 * @return the buffers of the event loop, if nothing is between socket and kernel
	 */
	@Nullable LoopBuffers attach(ChannelHandlerContext context) {
		LoopBuffers buffers = SocketLoop.buffersOf(this.loop);
		boolean direct = this.tls == null && Transport.canWrite(context.channel());
		// TLS reads what it is given at once, too.
		this.out.attach(context, (direct || this.tls != null) ? buffers : null, direct);
		return (direct) ? buffers : null;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// A connected one was opened when its connect succeeded.
		if (this.life == Lifecycle.NEW) {
			if (this.tls != null) {
				this.input.autoRead(true);
			}
			else {
				open();
			}
		}
	}

	/**
	 * Open after a TLS handshake only. Called before the channel is connected.
	 */
	void expectTls() {
		this.tls = new TlsLink(this, null);
	}

	/**
	 * Begin to live. The channel is connected.
	 */
	void open() {
		this.life = this.life.to(Lifecycle.OPEN);
		this.deadlines.opened();
		this.corks++;
		Throwable failure = this.code.open();
		if (failure == null && this.tls != null && this.life.isDelivering()) {
			this.code.handshake();
		}
		uncork();
		this.owner.opened(this, failure);
		if (!this.input.isHeld()) {
			this.input.start();
		}
	}

	/**
	 * The connection was never made.
	 */
	void neverOpened() {
		this.pending.close();
		// Nothing that still arrives is anybody's.
		this.input.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.input.isHeldBy(ReadGate.HANDSHAKE)) {
			Objects.requireNonNull(this.tls).read(message);
			return;
		}
		this.burst = true;
		this.code.takeUpReload();
		if (!this.framed) {
			countRead(((ByteBuf) message).readableBytes());
		}
		if (this.input.isOpen()) {
			deliver(message);
		}
		else {
			this.input.keep(message);
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
	 * Show bytes or a message to the handler. Takes it over.
	 */
	void deliver(Object message) {
		this.code.deliver(message);
		holdIfAboveHigh();
	}

	/**
	 * A handler is done with bytes. Takes them over.
	 */
	void handled(ByteBuf bytes) {
		TlsLink tls = this.tls;
		if (tls != null) {
			tls.handled(Objects.requireNonNull(this.channel), bytes);
		}
		bytes.release();
		if (!this.framed) {
			this.input.checkKept(bytes);
		}
	}

	private void holdIfAboveHigh() {
		if (this.pending.count() >= FLUSH_BYTES || this.pending.isAboveHigh()) {
			// What the kernel takes now need not stop the reading.
			this.out.flushNow();
			if (this.options.autoBackPressure() && this.pending.isAboveHigh()) {
				this.input.stop(ReadGate.BACK_PRESSURE);
			}
		}
	}

	@Override
	void hold(int hold) {
		this.input.stop(hold);
	}

	@Override
	void release(int hold) {
		this.input.resume(hold);
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		// After a reset the transport tells of an end too, which is none.
		if (event == ChannelInputShutdownEvent.INSTANCE && !this.channelClosing) {
			onFin();
		}
		else if (event instanceof SslHandshakeCompletionEvent handshake) {
			Objects.requireNonNull(this.tls).onHandshake(context.channel(), handshake.cause());
		}
		else if (event == SslCloseCompletionEvent.SUCCESS && !this.channelClosing) {
			Objects.requireNonNull(this.tls).onCloseNotify();
		}
	}

	private void onFin() {
		TlsLink tls = this.tls;
		if (tls == null) {
			this.input.onEnd();
		}
		else {
			tls.onFin();
		}
		probe();
	}

	/**
	 * Everything of the peer is delivered, and its end comes next.
	 */
	void onPeerEnd() {
		TlsLink tls = this.tls;
		boolean truncated = tls != null && tls.isTruncated();
		this.inputEnded = true;
		this.deadlines.readingStopped();
		if (truncated && this.life.isDelivering()) {
			verdict().overrule(CloseReason.TLS_TRUNCATED, null);
		}
		verdict().give(CloseReason.PEER_END);
		if (this.life.isDelivering() && !truncated) {
			this.code.end();
		}
		if (this.life == Lifecycle.OPEN) {
			if (!this.options.allowHalfOpen() || (tls != null && !tls.isHalfClosable())) {
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
			ownDeadlines().probe(this, this::probe);
		}
	}

	ChannelHandler newHandler(ReloadableTls context) {
		return context.newHandler(ByteBufAllocator.DEFAULT, this.owner.peerHost(), this.owner.peerPort());
	}

	@Override
	public CompletionStage<Void> upgradeTls(ReloadableTls tls) {
		Objects.requireNonNull(tls, "tls");
		// What is wrong with the options is thrown here: the next line of the caller may
		// send what must not go out in the clear.
		return new TlsUpgrade(this, newHandler(tls)).ask();
	}

	/**
	 * Return the channel, or {@code null} if this socket is on its way to the end.
	 */
	@Nullable Channel upgradableChannel() {
		boolean open = this.life == Lifecycle.OPEN && !this.pending.isClosed() && !this.channelClosing;
		return (open) ? this.channel : null;
	}

	/**
	 * Expect TLS from now on: nothing may leave in the clear any more.
	 */
	TlsLink expectUpgrade(CompletableFuture<Void> future) {
		TlsLink link = new TlsLink(this, future);
		this.out.handOverAndHold();
		this.inputBorrowed = false;
		this.tls = link;
		return link;
	}

	/**
	 * The TLS handshake has completed.
	 */
	void secured(TlsSession session) {
		this.tlsSession = session;
		this.owner.handshaken(this, null);
		if (this.life == Lifecycle.NEW) {
			open();
			return;
		}
		this.out.letGo();
		if (this.life.isDelivering()) {
			this.code.handshake();
		}
		this.input.resume(ReadGate.HANDSHAKE);
		if (this.input.isHeld()) {
			this.deadlines.readingStopped();
			this.input.autoRead(false);
		}
		scheduleReaction();
	}

	/**
	 * The TLS handshake has failed, and the failure of TLS itself will be told next.
	 */
	void handshakeFailed(Throwable cause) {
		this.owner.handshaken(this, cause);
		if (this.life == Lifecycle.NEW) {
			neverOpened();
		}
	}

	/**
	 * TLS has failed. User code may be running.
	 */
	void tlsFailed(Throwable cause) {
		this.pending.close();
		if (this.life.isDelivering() || this.life == Lifecycle.FLUSHING) {
			verdict().overrule(CloseReason.TLS_FAILURE, cause);
		}
	}

	/**
	 * TLS has failed, and no user code is running.
	 */
	void tellTlsFailure(Throwable cause) {
		if (this.life.isDelivering() && !this.channelClosing) {
			this.code.error(cause);
		}
		closeChannel();
	}

	@Override
	void endNow() {
		if (this.life == Lifecycle.OPEN) {
			verdict().give(CloseReason.LOCAL_END);
			this.life = this.life.to(Lifecycle.ENDING);
			flushLast();
		}
	}

	@Override
	void closeNow(CloseReason reason, @Nullable Throwable cause) {
		if (this.life == Lifecycle.NEW) {
			closeChannel();
		}
		if (!this.life.isDelivering()) {
			return;
		}
		boolean finSent = this.life.isFinSent();
		this.life = this.life.to((finSent) ? Lifecycle.LINGERING : Lifecycle.FLUSHING);
		if (reason == CloseReason.LOCAL_END) {
			verdict().give(reason);
		}
		else {
			// A limit that is reached after one side has ended is what closes the socket.
			verdict().overrule(reason, cause);
		}
		this.inputEnded |= this.input.drop();
		if (finSent) {
			linger();
		}
		else {
			flushLast();
		}
		if (!this.inputEnded) {
			this.input.autoRead(true);
		}
	}

	/**
	 * Send what is left. Only if that, or the peer's end, is to be awaited, there is a
	 * limit to it: most connections are over at once.
	 */
	private void flushLast() {
		if (!isCorked()) {
			this.out.flushNow();
		}
		if (!this.channelClosing && (this.life.isDelivering() || this.life == Lifecycle.FLUSHING)) {
			ownDeadlines().ending(this);
		}
	}

	@Override
	void afterProgress() {
		if (this.life == Lifecycle.CLOSED) {
			runRoomWaiters();
			return;
		}
		onProgress();
		if (isReactionDue()) {
			scheduleReaction();
		}
	}

	private void onProgress() {
		long left = this.pending.count();
		this.deadlines.progress(this.out.writtenBytes(), left > 0);
		Throwable failure = this.out.writeFailure();
		if (failure == null) {
			if (left == 0 && this.life.isFinishing()) {
				sendFin();
			}
		}
		else if (this.tls != null && !this.channelClosing && Failures.isTls(failure)) {
			// What the kernel says closes the channel by itself.
			this.tls.fail(failure);
		}
	}

	private boolean isReactionDue() {
		RoomWaiters waiters = this.roomWaiters;
		return this.pending.isDrainDue() || this.out.isReactionDue()
				|| ((this.input.isHeldBy(ReadGate.BACK_PRESSURE) || (waiters != null && !waiters.isEmpty()))
						&& (this.pending.isLow() || this.pending.isClosed()));
	}

	@Override
	void scheduleReaction() {
		if (!this.reactionScheduled) {
			this.reactionScheduled = true;
			this.loop.execute(this);
		}
	}

	/**
	 * React to progress: the task that was scheduled for it.
	 */
	@Override
	public void run() {
		this.out.flushHeld();
		this.reactionScheduled = false;
		if (this.life == Lifecycle.CLOSED || this.channelClosing) {
			// Only the close is still to come, and it does the rest.
			return;
		}
		onProgress();
		this.out.completeWaiters();
		if (this.pending.isLow() || this.pending.isClosed()) {
			runRoomWaiters();
		}
		if (this.input.isHeldBy(ReadGate.BACK_PRESSURE) && this.pending.isLow()) {
			this.input.resume(ReadGate.BACK_PRESSURE);
		}
		if (!this.input.isHeld() && this.input.hasQueued()) {
			this.input.deliverQueued();
		}
		this.code.takeUpReload();
		if (this.pending.takeDrain()) {
			this.code.drain();
		}
		closeIfQuiet();
	}

	private void sendFin() {
		TlsLink tls = this.tls;
		if (tls == null) {
			sendFinNow();
		}
		else if (!tls.isHandshaking()) {
			// Else it is called again after the handshake.
			tls.close(Objects.requireNonNull(this.channel), this::sendFinNow);
		}
	}

	private void sendFinNow() {
		if (!this.life.isFinishing()) {
			return;
		}
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
			ownDeadlines().lingering(this);
			if (this.tls != null || this.framed) {
				Pipeline.dropInput(Objects.requireNonNull(this.channel));
			}
		}
	}

	void expire(CloseReason reason) {
		if (reason == CloseReason.CLOSE_TIMEOUT && this.life == Lifecycle.ENDED && this.input.isHeld()) {
			// It is this side that does not read.
			ownDeadlines().ending(this);
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
		this.code.timeout();
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
			verdict().overrule(reason, null);
			this.input.drop();
			option(ChannelOption.SO_LINGER, 0);
			closeChannel();
		}
	}

	/**
	 * Close the descriptor. TLS is not asked: it would wait to send its close_notify.
	 */
	void closeChannel() {
		Channel channel = this.channel;
		if (channel != null) {
			this.channelClosing = true;
			ChannelHandlerContext first = channel.pipeline().firstContext();
			if (first != null) {
				first.close();
			}
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
		TlsLink tls = this.tls;
		if (tls != null && this.life == Lifecycle.NEW) {
			tls.failHandshake(Failures.tlsCause(cause));
			return;
		}
		CloseReason reason = Failures.pipelineReason(cause);
		if (reason == CloseReason.TLS_FAILURE && tls != null) {
			Throwable tlsCause = Failures.tlsCause(cause);
			tls.failHandshake(tlsCause);
			tls.fail(tlsCause);
		}
		else if (reason != null) {
			// A frame that the end of the channel cut off says nothing of why it ended.
			if (context.channel().isOpen()) {
				this.input.onBadFrame(reason, cause);
			}
		}
		else if (cause instanceof IOException) {
			lost(cause);
		}
		else {
			this.owner.unhandled(this, "Pipeline", cause);
			verdict().overrule(CloseReason.HANDLER_FAILURE, cause);
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
			verdict().overrule(Failures.closeReason(cause), cause);
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
		Throwable result = this.code.connectError(failure);
		tellClosed(null);
		return result;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.owner.gone(this);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.tls != null) {
			this.tls.onInactive();
		}
		if (this.life == Lifecycle.NEW) {
			neverOpened();
		}
		if (this.life == Lifecycle.CLOSED) {
			return;
		}
		Throwable failure = this.out.writeFailure();
		if (failure instanceof IOException && !(failure instanceof ClosedChannelException)) {
			lost(failure);
		}
		verdict().give((this.loop.isShuttingDown()) ? CloseReason.SHUTDOWN : CloseReason.IO_ERROR);
		this.pending.close();
		if (this.life.isDelivering()) {
			deliverBeforeClose();
		}
		this.input.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
		this.closeCause = verdict().cause();
		this.closeReason = verdict().reason();
		this.deadlines.stop();
		this.out.discard();
		runRoomWaiters();
		this.owner.closing(this, verdict().reason());
		closeMessageEncoder();
		this.code.close(verdict().reason());
		tellClosed(verdict().reason());
	}

	private void deliverBeforeClose() {
		this.input.deliverBeforeClose();
		TlsLink tls = this.tls;
		if (tls != null && tls.isPeerClosed() && !this.input.isHeldBy(ReadGate.BUSY) && this.input.pollEnd()) {
			// The peer had ended in order, whatever became of the connection below.
			this.inputEnded = true;
			this.code.end();
		}
		if (tls != null && !this.inputEnded && !this.channelClosing && !this.loop.isShuttingDown()) {
			// Once this side has sent its close_notify, Netty says nothing of a reset.
			verdict().overrule(CloseReason.RESET, null);
		}
	}

	/**
	 * Close when nothing is going on any more. No user code is running.
	 */
	@Override
	void beginShutdown() {
		if (this.life != Lifecycle.OPEN) {
			this.pending.close();
			closeNow(CloseReason.SHUTDOWN, null);
		}
		else if (!this.channelClosing && !this.input.isHeldBy(ReadGate.SHUTDOWN)) {
			this.input.stop(ReadGate.SHUTDOWN);
			this.code.shutdown();
			closeIfQuiet();
		}
	}

	private void closeIfQuiet() {
		if (this.input.isHeldBy(ReadGate.SHUTDOWN) && !isBusy()) {
			this.pending.close();
			closeNow(CloseReason.SHUTDOWN, null);
		}
	}

	private boolean isBusy() {
		RoomWaiters waiters = this.roomWaiters;
		return this.input.isHeldBy(ReadGate.BUSY) || this.pending.isRefusing()
				|| (waiters != null && !waiters.isEmpty()) || isBlockingWriterBusy();
	}

	@Override
	void shutdownNow() {
		if (this.life != Lifecycle.CLOSED) {
			if (this.pending.count() > 0 || this.input.isHeldBy(ReadGate.BUSY | ReadGate.SHUTDOWN)) {
				// With a FIN, what is cut off would look whole.
				option(ChannelOption.SO_LINGER, 0);
			}
			if (this.life != Lifecycle.LINGERING) {
				// What was on its way may be cut off, even if one side had ended.
				verdict().overrule(CloseReason.SHUTDOWN, null);
			}
			this.input.drop();
			closeChannel();
		}
	}

	@Override
	void timeoutIn(long delayNanos) {
		if (this.life != Lifecycle.CLOSED) {
			ownDeadlines().timeout(this, delayNanos);
		}
	}

	@Override
	void reloaded() {
		if (this.life != Lifecycle.NEW && this.life != Lifecycle.CLOSED && !this.channelClosing) {
			this.code.takeUpReload();
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

	private Deadlines ownDeadlines() {
		this.deadlines = this.deadlines.own(this);
		return this.deadlines;
	}

	private CloseVerdict verdict() {
		if (this.verdict == null) {
			this.verdict = new CloseVerdict();
		}
		return this.verdict;
	}

	boolean isClosed() {
		return this.life == Lifecycle.CLOSED;
	}

	/**
	 * Close because user code has failed.
	 */
	@Override
	void closeAfterFailure(Throwable cause) {
		this.pending.close();
		if (this.life != Lifecycle.CLOSED) {
			// It may be "end" that failed, or a handler that had ended the socket.
			verdict().overrule(CloseReason.HANDLER_FAILURE, cause);
			closeNow(CloseReason.HANDLER_FAILURE, cause);
		}
	}

	@Override
	public String toString() {
		return "TcpSocket " + id() + " of " + this.owner.name() + " (" + this.remoteAddress + ")";
	}

}
