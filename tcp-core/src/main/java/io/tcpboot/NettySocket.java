package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

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
import io.netty.util.ReferenceCountUtil;
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

	private final boolean framed;

	// Event loop only.
	private final ReadGate gate = new ReadGate();

	private Deadlines deadlines;

	private Lifecycle life = Lifecycle.NEW;

	private final UserCode<D> code;

	// None as long as nothing points to an end.
	private @Nullable CloseVerdict verdict;

	private @Nullable Channel channel;

	// Null without TLS.
	private @Nullable TlsLink tls;

	// What is read is the event loop's buffer.
	private boolean inputBorrowed;

	private int corks;

	private boolean burst;

	private boolean reactionScheduled;

	private boolean inputEnded;

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
		if (buffers != null && !this.framed) {
			this.inputBorrowed = true;
			channel.config().setRecvByteBufAllocator(new ReadHandle(this, buffers));
		}
	}

	/**
	 * Write to this handler's outside from now on.
	 * @return the buffers of the event loop, if nothing is between socket and kernel
	 */
	@Nullable LoopBuffers attach(ChannelHandlerContext context) {
		LoopBuffers buffers = SocketLoop.buffersOf(this.loop);
		boolean direct = this.tls == null && Transport.canWrite(context.channel());
		this.out.attach(context, (direct) ? buffers : null);
		return (direct) ? buffers : null;
	}

	/**
	 * Return how much to read at most: an answer may be as long, and what is pending
	 * stays near the high-water mark.
	 * @return bytes, not more than anybody reads at once, and perhaps not more than 0
	 */
	int inputRoom() {
		long pending = this.pending.count();
		return (pending == 0 || !this.options.autoBackPressure()) ? LoopBuffers.BYTES
				: (int) (this.options.highWaterMark() - pending);
	}

	/**
	 * Return whether everything that is read is given back at once.
	 */
	boolean isInputBorrowed() {
		return this.inputBorrowed && !this.slot.handlers.keepsBytes;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		// A connected one was opened when its connect succeeded.
		if (this.life == Lifecycle.NEW) {
			if (this.tls != null) {
				autoRead(true);
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
		if (!this.gate.isHeld()) {
			startReading();
		}
	}

	/**
	 * The connection was never made.
	 */
	void neverOpened() {
		this.pending.close();
		// Nothing that still arrives is anybody's.
		this.gate.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.gate.isHeldBy(ReadGate.HANDSHAKE)) {
			Objects.requireNonNull(this.tls).read(message);
			return;
		}
		this.burst = true;
		this.code.takeUpReload();
		if (!this.framed) {
			countRead(((ByteBuf) message).readableBytes());
		}
		if (this.gate.isOpen()) {
			deliver(message);
		}
		else {
			this.gate.queue(toKeep(message));
		}
	}

	/**
	 * Return what was read as something that does not take more memory than it must.
	 */
	private Object toKeep(Object message) {
		if (!this.inputBorrowed || this.gate.isDropping()) {
			return message;
		}
		ByteBuf bytes = (ByteBuf) message;
		try {
			return LoopBuffers.slim(bytes, bytes.readerIndex(), bytes.readableBytes());
		}
		finally {
			bytes.release();
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

	private void deliver(Object message) {
		this.code.deliver(message);
		holdIfAboveHigh();
	}

	private void deliverQueued(Object message) {
		if (message instanceof BadFrame frame) {
			this.pending.close();
			closeNow(frame.reason(), frame.cause());
		}
		else {
			deliver(message);
		}
	}

	/**
	 * A handler is done with bytes. Takes them over.
	 */
	void handled(ByteBuf bytes) {
		TlsLink tls = this.tls;
		if (tls != null) {
			tls.handled(Objects.requireNonNull(this.channel), bytes);
		}
		if (this.inputBorrowed && LoopBuffers.isLent(bytes) && bytes.refCnt() > (this.out.isSharing(bytes) ? 2 : 1)) {
			// To lend it more of these would be to give them away.
			this.slot.handlers.keepsBytes = true;
		}
		bytes.release();
	}

	private void holdIfAboveHigh() {
		if (this.pending.count() >= FLUSH_BYTES || this.pending.isAboveHigh()) {
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
		else if (this.gate.isHeldBy(ReadGate.SHUTDOWN)) {
			scheduleReaction();
		}
	}

	private void startReading() {
		if (!this.inputEnded) {
			this.deadlines.readingStarted();
			autoRead(true);
		}
	}

	void autoRead(boolean autoRead) {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			channel.config().setAutoRead(autoRead);
		}
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
			onInputEnd();
		}
		else {
			tls.onFin();
		}
		probe();
	}

	/**
	 * The peer will send nothing more.
	 */
	void onInputEnd() {
		this.code.takeUpReload();
		if (this.gate.isOpen() || this.gate.isDropping()) {
			onPeerEnd();
		}
		else {
			this.gate.queueEnd();
		}
	}

	private void onPeerEnd() {
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

	@Override
	ChannelHandler newHandler(ReloadableTls context) {
		return context.newHandler(ByteBufAllocator.DEFAULT, this.owner.peerHost(), this.owner.peerPort());
	}

	@Override
	void upgradeNow(ChannelHandler handler, CompletableFuture<Void> future) {
		boolean begun = false;
		try {
			checkCommandRead();
			Channel channel = upgradableChannel();
			List<ChannelHandler> framing = this.options.framing().newHandlers();
			boolean busy = this.code.inbound() != null || this.gate.isHeldBy(ReadGate.BUSY);
			TlsLink tls = new TlsLink(this, future);
			// Nothing may leave in the clear from here on.
			this.out.handOverAndHold();
			this.inputBorrowed = false;
			this.tls = tls;
			begun = true;
			tls.begin(channel, this.gate, handler, framing, busy, this.inputEnded);
		}
		catch (IOException | UpgradedException ex) {
			future.completeExceptionally(ex);
		}
		finally {
			if (!begun) {
				TlsLink.discard(handler);
			}
		}
	}

	private void checkCommandRead() {
		ByteBuf inbound = this.code.inbound();
		if (inbound != null && !this.framed && inbound.readerIndex() == 0) {
			throw new IllegalStateException("upgradeTls: nothing was read of the bytes that data was called with"
					+ " (expected: the command read, so that what follows it can be told)");
		}
	}

	private Channel upgradableChannel() throws ClosedChannelException {
		Channel channel = this.channel;
		if (channel == null || this.life != Lifecycle.OPEN || this.pending.isClosed() || this.channelClosing) {
			throw new ClosedChannelException();
		}
		if (this.tls != null) {
			throw new UpgradedException();
		}
		return channel;
	}

	/**
	 * There is TLS already: nothing leaves in the clear anyway.
	 */
	private static final class UpgradedException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		UpgradedException() {
			super("upgradeTls: the socket has TLS already");
		}

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
		release(ReadGate.HANDSHAKE);
		if (this.gate.isHeld()) {
			this.deadlines.readingStopped();
			autoRead(false);
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
		this.inputEnded |= this.gate.drop();
		if (finSent) {
			linger();
		}
		else {
			flushLast();
		}
		if (!this.inputEnded) {
			autoRead(true);
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
				|| ((this.gate.isHeldBy(ReadGate.BACK_PRESSURE) || (waiters != null && !waiters.isEmpty()))
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
		if (this.gate.isHeldBy(ReadGate.BACK_PRESSURE) && this.pending.isLow()) {
			release(ReadGate.BACK_PRESSURE);
		}
		if (!this.gate.isHeld() && this.gate.hasQueued()) {
			deliverQueued();
		}
		this.code.takeUpReload();
		if (this.pending.takeDrain()) {
			this.code.drain();
		}
		closeIfQuiet();
	}

	private void deliverQueued() {
		this.corks++;
		try {
			this.code.takeUpReload();
			Object message;
			while (!this.gate.isHeld() && (message = this.gate.poll()) != null) {
				deliverQueued(message);
				this.code.takeUpReload();
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
		TlsLink tls = this.tls;
		if (tls == null) {
			sendFinNow();
		}
		else if (!tls.isHandshaking()) {
			// Else it is called again after the handshake.
			tls.close(this::sendFinNow);
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
		if (reason == CloseReason.CLOSE_TIMEOUT && this.life == Lifecycle.ENDED && this.gate.isHeld()) {
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
			this.gate.drop();
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
				onBadFrame(new BadFrame(reason, cause));
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
	 * What came before it is delivered first.
	 */
	private void onBadFrame(BadFrame frame) {
		if (this.gate.isOpen() || this.gate.isDropping()) {
			this.pending.close();
			closeNow(frame.reason(), frame.cause());
		}
		else {
			this.gate.queue(frame);
		}
	}

	/**
	 * Nothing can be read after it.
	 */
	private record BadFrame(CloseReason reason, Throwable cause) {
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
		return this.code.connectError(failure);
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
		this.gate.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
		this.closeCause = verdict().cause();
		this.closeReason = verdict().reason();
		this.deadlines.stop();
		this.out.discard();
		runRoomWaiters();
		this.owner.closing(this, verdict().reason());
		closeMessageEncoder();
		this.code.close(verdict().reason());
	}

	/**
	 * What arrived before a reset is shown even to a paused socket: it will not resume.
	 */
	private void deliverBeforeClose() {
		Object message;
		while (!this.gate.isHeldBy(ReadGate.BUSY) && (message = this.gate.poll()) != null) {
			this.code.takeUpReload();
			if (this.gate.isDropping()) {
				ReferenceCountUtil.release(message);
			}
			else {
				deliverQueued(message);
			}
		}
		TlsLink tls = this.tls;
		if (tls != null && tls.isPeerClosed() && !this.gate.isHeldBy(ReadGate.BUSY) && this.gate.pollEnd()) {
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
		else if (!this.channelClosing && !this.gate.isHeldBy(ReadGate.SHUTDOWN)) {
			hold(ReadGate.SHUTDOWN);
			this.code.shutdown();
			closeIfQuiet();
		}
	}

	private void closeIfQuiet() {
		if (this.gate.isHeldBy(ReadGate.SHUTDOWN) && !isBusy()) {
			this.pending.close();
			closeNow(CloseReason.SHUTDOWN, null);
		}
	}

	private boolean isBusy() {
		RoomWaiters waiters = this.roomWaiters;
		return this.gate.isHeldBy(ReadGate.BUSY) || this.pending.isRefusing() || (waiters != null && !waiters.isEmpty())
				|| isBlockingWriterBusy();
	}

	@Override
	void shutdownNow() {
		if (this.life != Lifecycle.CLOSED) {
			if (this.pending.count() > 0 || this.gate.isHeldBy(ReadGate.BUSY | ReadGate.SHUTDOWN)) {
				// With a FIN, what is cut off would look whole.
				option(ChannelOption.SO_LINGER, 0);
			}
			if (this.life != Lifecycle.LINGERING) {
				// What was on its way may be cut off, even if one side had ended.
				verdict().overrule(CloseReason.SHUTDOWN, null);
			}
			this.gate.drop();
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
