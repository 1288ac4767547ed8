package io.tcpboot;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsSession;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The socket is the last handler of its channel, so that a connection costs no object in
 * between. It hears what happens, and passes it on: what is read to {@link SocketInput}
 * and {@link UserCode}, what ends to {@link SocketLife}. Everything below the public
 * methods runs on the event loop.
 *
 * <pre>
 *  SocketOutput   any thread: sends
 *      ^
 *  SocketFront    any thread: asks and is answered
 *      ^
 *  SocketLife     event loop: how it ends
 *      ^
 *  NettySocket    event loop: events, and what is read
 * </pre>
 *
 * One object, and each part knows only those above it.
 *
 * @param <D> type of the socket's data
 */
final class NettySocket<D> extends SocketLife<D> implements Runnable {

	/** Enough for a system call of its own, in the middle of a burst. */
	private static final int FLUSH_BYTES = LoopBuffers.BYTES / 2;

	private final SocketOwner<D> owner;

	// Event loop only.
	final SocketInput input = new SocketInput(this);

	final UserCode<D> code;

	// What is read is the event loop's buffer.
	boolean inputBorrowed;

	private int corks;

	private boolean burst;

	private boolean reactionScheduled;

	NettySocket(EventLoop loop, SocketOptions options, SocketOwner<D> owner, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options, slot, data);
		this.owner = owner;
		this.code = new UserCode<>(this, owner, slot.handlers);
	}

	@Override
	public String wiretapLogger() {
		return Wiretap.LOGGERS + this.owner.name();
	}

	/**
	 * Count what goes wrong there from now on, unless its listener does. Any thread.
	 */
	void incidents(Incidents incidents) {
		this.owner.incidents(incidents);
	}

	@Override
	public void refused() {
		this.owner.incidents().writeRefused();
	}

	@Override
	public int generation() {
		return this.code.generation();
	}

	@Override
	SocketInput input() {
		return this.input;
	}

	@Override
	UserCode<D> code() {
		return this.code;
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
		attach(context);
		LoopBuffers buffers = SocketLoop.buffersOf(this.loop);
		if (buffers != null && Transport.canWrite(channel) && (this.tls != null || !this.options.framing().isCodec())) {
			channel.config().setRecvByteBufAllocator(new ReadHandle(this.input, buffers));
			this.inputBorrowed = this.tls == null;
		}
	}

	/**
	 * Write to this handler's outside from now on.
	 */
	void attach(ChannelHandlerContext context) {
		TlsLink tls = this.tls;
		TlsRecords records = (tls != null) ? tls.records() : null;
		boolean direct = (tls == null || records != null) && !Pipeline.isTapped(context.channel())
				&& Transport.canWrite(context.channel());
		// TLS reads what it is given at once, too.
		LoopBuffers buffers = (direct || tls != null) ? SocketLoop.buffersOf(this.loop) : null;
		this.out.attach(context, buffers, direct && buffers != null, (direct) ? records : null);
	}

	@Override
	void tap(long durationNanos) {
		Channel channel = this.channel;
		if (channel != null && channel.isOpen()) {
			Pipeline.tap(channel, this, durationNanos);
		}
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
		if (this.input.defer(this::openLate)) {
			this.input.stop(ReadGate.PARKED);
			return;
		}
		begin();
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

	private void openLate() {
		if (this.life == Lifecycle.NEW && !this.channelClosing) {
			open();
		}
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
				holdReading();
			}
		}
	}

	private void holdReading() {
		if (!this.input.isHeldBy(ReadGate.BACK_PRESSURE)) {
			this.owner.incidents().readHeld();
			this.input.stop(ReadGate.BACK_PRESSURE);
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
	CompletableFuture<Void> parkNow() {
		return Parking.park(this);
	}

	@Override
	void unparkNow() {
		Parking.unpark(this);
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
		TlsRecords records = Objects.requireNonNull(this.tls).records();
		if (records != null && records.isLending()) {
			// A codec may keep what it reads.
			this.inputBorrowed = !this.options.framing().isCodec();
			Pipeline.attach(Objects.requireNonNull(this.channel).pipeline(), this);
		}
		this.owner.handshaken(this, null);
		if (this.life == Lifecycle.NEW) {
			open();
			return;
		}
		this.out.letGo();
		tellHandshake();
		this.input.resume(ReadGate.HANDSHAKE);
		if (this.input.isHeld()) {
			this.deadlines.readingStopped();
			this.input.autoRead(false);
		}
		scheduleReaction();
	}

	private void tellHandshake() {
		if (this.life.isDelivering() && !this.input.defer(this::tellHandshake)) {
			this.code.handshake();
		}
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
	 * TLS has failed, and no user code is running.
	 */
	void tellTlsFailure(Throwable cause) {
		if (this.life.isDelivering() && !this.channelClosing) {
			if (this.input.defer(() -> tellTlsFailure(cause))) {
				return;
			}
			this.code.error(cause);
		}
		closeChannel();
	}

	@Override
	void afterProgress() {
		if (isGone()) {
			runRoomWaiters();
			return;
		}
		onProgress();
		if (isReactionDue()) {
			scheduleReaction();
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
		if (isGone() || this.channelClosing) {
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
		if (!this.input.isParked() && this.pending.takeDrain()) {
			this.code.drain();
		}
		closeIfQuiet();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		TlsLink tls = this.tls;
		if (tls != null && tls.isHandshaking() && this.life == Lifecycle.NEW) {
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
			this.pending.close();
			abort(CloseReason.HANDLER_FAILURE, cause);
		}
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
		if (!this.input.isLost() || !this.input.defer(() -> this.owner.gone(this))) {
			this.owner.gone(this);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		Parking parking = this.input.parking();
		if (parking == null || this.life == Lifecycle.NEW) {
			tellInactive();
		}
		else {
			parking.lost(this::tellInactive);
		}
	}

	private void tellInactive() {
		if (this.tls != null) {
			this.tls.onInactive();
		}
		if (this.life == Lifecycle.NEW) {
			neverOpened();
		}
		if (this.life == Lifecycle.CLOSED) {
			return;
		}
		CloseReason reason = finish();
		this.owner.closing(this, reason);
		closeMessageEncoder();
		this.code.close(reason);
		tellClosed(reason);
	}

	@Override
	void reloaded() {
		if (this.life == Lifecycle.NEW) {
			this.code.renew();
		}
		else if (this.life != Lifecycle.CLOSED && !this.channelClosing) {
			this.code.takeUpReload();
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

	@Override
	public String toString() {
		return "TcpSocket " + id() + " of " + this.owner.name() + " (" + this.remoteAddress + ")";
	}

}
