package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsSession;
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

	private final boolean framed;

	private final Runnable reaction = this::react;

	// Event loop only.
	private final ReadGate gate = new ReadGate();

	private final Deadlines deadlines;

	private Lifecycle life = Lifecycle.NEW;

	// The set in use, once open. The slot may hold a newer one.
	private SocketHandlers<D> handlers;

	private @Nullable Channel channel;

	private @Nullable ByteBuf inbound;

	private final CloseVerdict verdict = new CloseVerdict();

	// Null without TLS.
	private @Nullable TlsLink tls;

	private int corks;

	private boolean burst;

	private boolean reactionScheduled;

	private boolean inputEnded;

	private boolean channelClosing;

	// The handshake waits for what the handler leaves of the bytes it is looking at.
	private boolean restDue;

	// Whoever was not told of open is not told of anything.
	private boolean openTold;

	NettySocket(EventLoop loop, SocketOptions options, SocketOwner<D> owner, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options, slot, data);
		this.owner = owner;
		this.framed = !options.framing().isNone();
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
		this.tls = new TlsLink(null);
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
			if (this.tls != null) {
				call("handshake", this.handlers.handshake);
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
		if (this.gate.isHeldBy(ReadGate.HANDSHAKE)) {
			readInHandshake(message);
			return;
		}
		this.burst = true;
		takeUpReload();
		if (!this.framed) {
			countRead(((ByteBuf) message).readableBytes());
		}
		if (this.gate.isOpen()) {
			deliver(message);
		}
		else {
			this.gate.queue(message);
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
	private void deliver(Object message) {
		SocketHandlers<D> handlers = this.handlers;
		SocketHandlers.DataHandler<D> handler = handlers.data;
		if (handler == null || !(message instanceof ByteBuf)) {
			deliverOther(handlers, message);
			return;
		}
		ByteBuf bytes = (ByteBuf) message;
		this.inbound = bytes;
		try {
			handler.handle(this, bytes);
		}
		catch (Throwable ex) {
			failed("data", ex);
		}
		finally {
			this.inbound = null;
			delivered(bytes);
		}
		holdIfAboveHigh();
	}

	private void deliverOther(SocketHandlers<D> handlers, Object message) {
		SocketHandlers.AsyncDataHandler<D> handler = handlers.asyncData;
		if (handler != null && message instanceof ByteBuf bytes) {
			deliverAsync(handler, bytes);
		}
		else {
			deliverMessage(handlers, message);
		}
		holdIfAboveHigh();
	}

	private void deliverAsync(SocketHandlers.AsyncDataHandler<D> handler, ByteBuf bytes) {
		this.inbound = bytes;
		try {
			CompletionStage<?> stage = handler.handle(this, bytes);
			hold(ReadGate.BUSY);
			stage.whenComplete((result, failure) -> {
				// At once only if the handler has just returned it: elsewhere on the
				// event loop another callback may be running.
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
			delivered(bytes);
			failed("data", ex);
		}
		finally {
			this.inbound = null;
		}
	}

	private void doneAsync(ByteBuf bytes, @Nullable Throwable failure) {
		delivered(bytes);
		if (failure != null) {
			Throwable cause = failure.getCause();
			failedAsync((failure instanceof CompletionException && cause != null) ? cause : failure);
		}
		release(ReadGate.BUSY);
	}

	/**
	 * The handler is done with the bytes.
	 */
	private void delivered(ByteBuf bytes) {
		if (this.restDue) {
			this.restDue = false;
			beginHandshake(bytes);
		}
		bytes.release();
	}

	private void deliverMessage(SocketHandlers<D> handlers, Object message) {
		SocketHandlers.MessageHandler<D> handler = handlers.message;
		try {
			if (handler == null) {
				throw new IllegalStateException("message: no handler for " + message.getClass().getName()
						+ " (expected: SocketHandlers.Builder.message with a codec)");
			}
			handler.handle(this, message);
		}
		catch (Throwable ex) {
			failed("message", ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
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
			onFin();
		}
		else if (event instanceof SslHandshakeCompletionEvent handshake) {
			onHandshake(context, handshake.cause());
		}
		else if (event instanceof SslCloseCompletionEvent closed && !this.channelClosing) {
			onTlsClosed(Objects.requireNonNull(this.tls), closed.isSuccess());
		}
	}

	private void onTlsClosed(TlsLink tls, boolean orderly) {
		if (orderly) {
			tls.peerClosed();
			onInputEnd();
		}
		else if (!tls.isHandshaking() && !tls.isOver() && this.out.writeFailure() == null
				&& !this.loop.isShuttingDown()) {
			// OpenSSL drops a damaged record, and the connection, without a word.
			SSLException cause = new SSLException("TLS has closed the connection: a record was damaged");
			tls.over();
			this.pending.close();
			this.verdict.overrule(CloseReason.TLS_FAILURE, cause);
			tellTlsFailure(tls, cause);
		}
	}

	private void onFin() {
		TlsLink tls = this.tls;
		if (tls == null) {
			onInputEnd();
		}
		else if (tls.isHandshaking()) {
			handshakeFailed(new SSLHandshakeException("the peer finished before the handshake was over"));
		}
		else if (!tls.isPeerClosed()) {
			tls.truncated();
			onInputEnd();
		}
		probe();
	}

	private void onInputEnd() {
		takeUpReload();
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
			this.verdict.overrule(CloseReason.TLS_TRUNCATED, null);
		}
		this.verdict.give(CloseReason.PEER_END);
		if (this.life.isDelivering() && !truncated) {
			call("end", this.handlers.end);
		}
		if (this.life == Lifecycle.OPEN) {
			if (!this.options.allowHalfOpen() || truncated || (tls != null && !tls.isHalfClosable())) {
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
	void upgradeNow(ReloadableTls context, CompletableFuture<Void> future) {
		Channel channel = this.channel;
		if (channel == null || this.life != Lifecycle.OPEN || this.pending.isClosed() || this.channelClosing) {
			future.completeExceptionally(new ClosedChannelException());
		}
		else if (this.tls != null) {
			future.completeExceptionally(new IllegalStateException("upgradeTls: the socket has TLS already"));
		}
		else if (this.inbound != null && !this.framed && this.inbound.readerIndex() == 0) {
			throw new IllegalStateException("upgradeTls: nothing was read of the bytes that data was called with"
					+ " (expected: the command read, so that what follows it can be told)");
		}
		else {
			ChannelHandler handler;
			try {
				handler = context.newHandler(channel.alloc(), this.owner.peerHost(), this.owner.peerPort());
			}
			catch (RuntimeException ex) {
				future.completeExceptionally(ex);
				return;
			}
			upgrade(channel, handler, future);
		}
	}

	private void upgrade(Channel channel, ChannelHandler handler, CompletableFuture<Void> future) {
		TlsLink tls = new TlsLink(future);
		boolean plaintext = this.framed && this.gate.hasQueued();
		this.out.handOver();
		this.tls = tls;
		this.gate.hold(ReadGate.HANDSHAKE);
		tls.collect();
		Object queued;
		while ((queued = this.gate.poll()) != null) {
			readInHandshake(queued);
		}
		boolean ended = this.gate.pollEnd();
		Pipeline.upgrade(channel, this, handler);
		tls.collected();
		if (plaintext) {
			handshakeFailed(new SSLHandshakeException("plaintext behind the command that asked for TLS"));
		}
		else if (ended) {
			handshakeFailed(new SSLHandshakeException("the peer finished before the handshake was over"));
		}
		else if (this.inbound != null || this.gate.isHeldBy(ReadGate.BUSY)) {
			this.restDue = true;
		}
		else {
			// What waits must come before what will be read.
			autoRead(false);
			later(() -> beginHandshake(Unpooled.EMPTY_BUFFER));
		}
	}

	/**
	 * Nothing of the peer may reach a handler now that is not decrypted.
	 */
	private void readInHandshake(Object message) {
		TlsLink tls = Objects.requireNonNull(this.tls);
		if (!tls.takeEarly(message)) {
			ReferenceCountUtil.release(message);
			handshakeFailed(new SSLHandshakeException("plaintext behind the command that asked for TLS"));
		}
	}

	/**
	 * Let the handshake have what had arrived before it, and then what arrives.
	 * @param rest what was not read of the bytes that the command stood in
	 */
	private void beginHandshake(ByteBuf rest) {
		TlsLink tls = Objects.requireNonNull(this.tls);
		Channel channel = Objects.requireNonNull(this.channel);
		if (!tls.isHandshaking()) {
			return;
		}
		if (!this.framed && rest.isReadable()) {
			feed(channel, rest.readRetainedSlice(rest.readableBytes()));
		}
		ByteBuf bytes;
		while ((bytes = tls.pollEarly()) != null) {
			feed(channel, bytes);
		}
		channel.pipeline().fireChannelReadComplete();
		autoRead(true);
	}

	private void feed(Channel channel, ByteBuf bytes) {
		// They were counted when they arrived, and will be again when they are decrypted.
		countRead(-bytes.readableBytes());
		channel.pipeline().fireChannelRead(bytes);
	}

	private void onHandshake(ChannelHandlerContext context, @Nullable Throwable failure) {
		TlsLink tls = this.tls;
		if (tls == null || !tls.isHandshaking()) {
			return;
		}
		if (failure != null) {
			handshakeFailed(failure);
			return;
		}
		SslHandler handler = context.pipeline().get(SslHandler.class);
		tls.up(handler);
		this.tlsSession = TlsSession.of(handler);
		this.owner.handshaken(this, null);
		if (this.life == Lifecycle.NEW) {
			open();
		}
		else {
			upgraded(tls);
		}
	}

	private void upgraded(TlsLink tls) {
		this.gate.release(ReadGate.HANDSHAKE);
		takeUpReload();
		call("handshake", this.handlers.handshake);
		tls.complete();
		if (this.gate.isHeld()) {
			autoRead(false);
		}
		scheduleReaction();
	}

	private void handshakeFailed(Throwable cause) {
		TlsLink tls = this.tls;
		if (tls == null || !tls.isHandshaking()) {
			return;
		}
		this.owner.handshaken(this, cause);
		if (this.openTold) {
			tlsFailed(cause);
			return;
		}
		tls.over();
		if (this.life == Lifecycle.NEW) {
			neverOpened();
		}
		closeChannel();
	}

	/**
	 * The handshake of an upgrade has failed, or TLS has after a handshake. User code may
	 * be running: a write finds it out too.
	 */
	private void tlsFailed(Throwable cause) {
		TlsLink tls = Objects.requireNonNull(this.tls);
		if (tls.isOver()) {
			return;
		}
		tls.over();
		this.pending.close();
		if (this.life.isDelivering() || this.life == Lifecycle.FLUSHING) {
			this.verdict.overrule(CloseReason.TLS_FAILURE, cause);
		}
		Runnable task = () -> tellTlsFailure(tls, cause);
		if (!later(task)) {
			tls.fail(cause);
		}
	}

	private void tellTlsFailure(TlsLink tls, Throwable cause) {
		tls.fail(cause);
		if (this.life.isDelivering()) {
			takeUpReload();
			callError(this.handlers.error, cause);
		}
		closeChannel();
	}

	@Override
	void endNow() {
		if (this.life == Lifecycle.OPEN) {
			this.verdict.give(CloseReason.LOCAL_END);
			this.life = this.life.to(Lifecycle.ENDING);
			this.deadlines.ending();
			if (!isCorked()) {
				this.out.flushNow();
			}
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
			this.verdict.give(reason);
		}
		else {
			// A limit that is reached after one side has ended is what closes the socket.
			this.verdict.overrule(reason, cause);
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
		else if (this.tls != null && !this.channelClosing) {
			// Without TLS, the channel closes by itself.
			tlsFailed(failure);
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
		takeUpReload();
		if (this.pending.takeDrain()) {
			call("drain", this.handlers.drain);
		}
	}

	private void deliverQueued() {
		this.corks++;
		try {
			takeUpReload();
			Object message;
			while (!this.gate.isHeld() && (message = this.gate.poll()) != null) {
				deliver(message);
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
		TlsLink tls = this.tls;
		ChannelFuture closeNotify = (tls != null) ? tls.close() : null;
		if (closeNotify != null) {
			closeNotify.addListener((sent) -> sendFinNow());
		}
		else if (tls == null || !tls.isClosing()) {
			sendFinNow();
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
			this.verdict.overrule(reason, null);
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
		if (!this.openTold && this.tls != null) {
			handshakeFailed(Failures.tlsCause(cause));
			return;
		}
		CloseReason reason = Failures.pipelineReason(cause);
		if (reason == CloseReason.TLS_FAILURE && this.tls != null) {
			Throwable tlsCause = Failures.tlsCause(cause);
			handshakeFailed(tlsCause);
			tlsFailed(tlsCause);
		}
		else if (reason != null) {
			this.pending.close();
			closeNow(reason, cause);
		}
		else if (cause instanceof IOException) {
			lost(cause);
		}
		else {
			this.owner.unhandled(this, "Pipeline", cause);
			this.verdict.overrule(CloseReason.HANDLER_FAILURE, cause);
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
			this.verdict.overrule(Failures.closeReason(cause), cause);
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
		if (this.tls != null) {
			handshakeFailed(new ClosedChannelException());
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
		this.verdict.give((this.loop.isShuttingDown()) ? CloseReason.SHUTDOWN : CloseReason.IO_ERROR);
		this.pending.close();
		if (this.life.isDelivering()) {
			deliverBeforeClose();
		}
		this.gate.drop();
		this.life = this.life.to(Lifecycle.CLOSED);
		this.closeCause = this.verdict.cause();
		this.closeReason = this.verdict.reason();
		this.deadlines.stop();
		this.out.discard();
		runRoomWaiters();
		this.owner.closing(this, this.verdict.reason());
		closeMessageEncoder();
		callClose();
	}

	/**
	 * What arrived before a reset is shown even to a paused socket: it will not resume.
	 */
	private void deliverBeforeClose() {
		Object message;
		while (!this.gate.isHeldBy(ReadGate.BUSY) && (message = this.gate.poll()) != null) {
			takeUpReload();
			if (this.gate.isDropping()) {
				ReferenceCountUtil.release(message);
			}
			else {
				deliver(message);
			}
		}
	}

	@Override
	void shutdownNow() {
		if (this.life != Lifecycle.CLOSED) {
			if (this.life != Lifecycle.LINGERING) {
				// What was on its way may be cut off, even if one side had ended.
				this.verdict.overrule(CloseReason.SHUTDOWN, null);
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
				handler.handle(this, this.verdict.reason());
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
		if (handler == null) {
			this.owner.unhandled(this, "Handler '" + event + "'", failure);
			closeAfterFailure(failure);
			return;
		}
		Throwable worse = callError(handler, failure);
		if (worse != null || this.options.closeOnError()) {
			closeAfterFailure((worse != null) ? worse : failure);
		}
	}

	/**
	 * Return what the error handler has thrown itself, {@code null} if it has not.
	 */
	private @Nullable Throwable callError(SocketHandlers.@Nullable ErrorHandler<D> handler, Throwable failure) {
		try {
			if (handler != null) {
				handler.handle(this, failure);
			}
			return null;
		}
		catch (Throwable ex) {
			if (ex != failure) {
				ex.addSuppressed(failure);
			}
			this.owner.unhandled(this, "Handler 'error'", ex);
			return ex;
		}
	}

	private void closeAfterFailure(Throwable cause) {
		this.pending.close();
		if (this.life != Lifecycle.CLOSED) {
			// It may be "end" that failed, or a handler that had ended the socket.
			this.verdict.overrule(CloseReason.HANDLER_FAILURE, cause);
			closeNow(CloseReason.HANDLER_FAILURE, cause);
		}
	}

	@Override
	public String toString() {
		return "TcpSocket " + id() + " of " + this.owner.name() + " (" + this.remoteAddress + ")";
	}

}
