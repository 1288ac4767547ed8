package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The part of a socket that brings it to its end: the one writer of its
 * {@link Lifecycle}, where the states are drawn, and of the {@link CloseVerdict}, why.
 * {@link NettySocket} tells it what has happened. Event loop only.
 *
 * <pre>
 *  endNow ---> flushLast --> sendFin --> onPeerEnd --.
 *  closeNow -> flushLast --> sendFin --> linger ------+--> closeChannel --> finish
 *  abort, lost, shutdownNow --------------------------'
 * </pre>
 *
 * @param <D> type of the socket's data
 */
abstract class SocketLife<D> extends SocketFront<D> {

	final boolean framed;

	// Written by NettySocket.
	@Nullable Channel channel;

	// Null without TLS. Written by NettySocket.
	@Nullable TlsLink tls;

	// Written here only. Any thread may look.
	volatile Lifecycle life = Lifecycle.NEW;

	Deadlines deadlines;

	// The peer will send nothing more, and all that it sent is delivered or dropped. Any
	// thread may look.
	volatile boolean inputEnded;

	boolean channelClosing;

	// None as long as nothing points to an end.
	private @Nullable CloseVerdict verdict;

	SocketLife(EventLoop loop, SocketOptions options, HandlerSlot<D> slot, @Nullable D data) {
		super(loop, options, slot, data);
		this.framed = !options.framing().isNone();
		this.deadlines = Deadlines.of(this);
	}

	void begin() {
		this.life = this.life.to(Lifecycle.OPEN);
		noteOpen();
		this.deadlines.opened();
	}

	/**
	 * The connection was never made.
	 */
	void neverOpened() {
		this.pending.close();
		// Nothing that still arrives is anybody's.
		input().drop();
		this.life = this.life.to(Lifecycle.CLOSED);
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
			code().end();
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
	void probe() {
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
	 * Return the channel, or {@code null} if this socket is on its way to the end.
	 */
	@Nullable Channel upgradableChannel() {
		boolean open = this.life == Lifecycle.OPEN && !this.pending.isClosed() && !this.channelClosing;
		return (open) ? this.channel : null;
	}

	@Override
	void endNow() {
		if (this.life == Lifecycle.OPEN && !isGone()) {
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
		if (!this.life.isDelivering() || isGone()) {
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
		this.inputEnded |= input().drop();
		if (finSent) {
			linger();
		}
		else {
			flushLast();
		}
		if (!this.inputEnded) {
			input().autoRead(true);
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

	void onProgress() {
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
		if (reason == CloseReason.CLOSE_TIMEOUT && this.life == Lifecycle.ENDED && input().isHeld()) {
			// It is this side that does not read.
			ownDeadlines().ending(this);
			return;
		}
		if (reason == CloseReason.IDLE_TIMEOUT && input().isParked()) {
			this.deadlines.spareIdle();
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
		Parking parking = input().parking();
		if (parking != null) {
			parking.deferTimeout(this::onTimeout);
			return;
		}
		code().timeout();
		if (this.options.closeOnTimeout()) {
			this.pending.close();
			closeNow(CloseReason.TIMEOUT, null);
		}
	}

	@Override
	void abort(CloseReason reason) {
		abort(reason, null);
	}

	/**
	 * Reset the connection.
	 */
	void abort(CloseReason reason, @Nullable Throwable cause) {
		if (!isGone()) {
			verdict().overrule(reason, cause);
			input().drop();
			option(ChannelOption.SO_LINGER, 0);
			closeChannel();
		}
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

	/**
	 * The kernel says that the connection is gone.
	 */
	void lost(Throwable cause) {
		// Once we only wait for the peer to go, it may go as it likes.
		if (this.life.isDelivering() || this.life == Lifecycle.FLUSHING) {
			verdict().overrule(Failures.closeReason(cause), cause);
		}
		this.pending.close();
		closeChannel();
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

	/**
	 * Close when nothing is going on any more. No user code is running.
	 */
	@Override
	void beginShutdown() {
		if (input().defer(this::beginShutdown)) {
			return;
		}
		if (this.life != Lifecycle.OPEN) {
			this.pending.close();
			closeNow(CloseReason.SHUTDOWN, null);
		}
		else if (!this.channelClosing && !input().isHeldBy(ReadGate.SHUTDOWN)) {
			input().stop(ReadGate.SHUTDOWN);
			code().shutdown();
			closeIfQuiet();
		}
	}

	void closeIfQuiet() {
		if (input().isHeldBy(ReadGate.SHUTDOWN) && !isBusy()) {
			this.pending.close();
			closeNow(CloseReason.SHUTDOWN, null);
		}
	}

	private boolean isBusy() {
		RoomWaiters waiters = this.roomWaiters;
		return input().isHeldBy(ReadGate.BUSY) || this.pending.isRefusing() || (waiters != null && !waiters.isEmpty())
				|| isBlockingWriterBusy();
	}

	@Override
	void shutdownNow() {
		if (!isGone()) {
			if (this.life != Lifecycle.LINGERING) {
				if (this.pending.count() > 0 || input().isHeldBy(ReadGate.BUSY | ReadGate.SHUTDOWN)) {
					// With a FIN, what is cut off would look whole.
					option(ChannelOption.SO_LINGER, 0);
				}
				// What was on its way may be cut off, even if one side had ended.
				verdict().overrule(CloseReason.SHUTDOWN, null);
			}
			input().drop();
			closeChannel();
		}
		if (input().isParked()) {
			// After the close of the channel, and never inside of a callback.
			later(this::unparkNow);
		}
	}

	/**
	 * The channel is closed. What is left to deliver is delivered first.
	 * @return why it was closed
	 */
	CloseReason finish() {
		Throwable failure = this.out.writeFailure();
		if (failure instanceof IOException && !(failure instanceof ClosedChannelException)) {
			lost(failure);
		}
		verdict().give((this.loop.isShuttingDown()) ? CloseReason.SHUTDOWN : CloseReason.IO_ERROR);
		this.pending.close();
		if (this.pending.count() > 0 || this.out.hasLost()) {
			cutOff();
		}
		if (this.life.isDelivering()) {
			deliverBeforeClose();
		}
		input().drop();
		this.life = this.life.to(Lifecycle.CLOSED);
		this.closeCause = verdict().cause();
		this.closeReason = verdict().reason();
		this.deadlines.stop();
		this.out.discard();
		runRoomWaiters();
		return verdict().reason();
	}

	/**
	 * Whoever has ended, what was accepted does not go out any more: that is no end in
	 * order. Once the peer's close_notify has come, Netty says nothing of a reset.
	 */
	private void cutOff() {
		verdict().overrule((this.loop.isShuttingDown()) ? CloseReason.SHUTDOWN : CloseReason.RESET, null);
	}

	private void deliverBeforeClose() {
		input().deliverBeforeClose();
		TlsLink tls = this.tls;
		if (tls != null && tls.isPeerClosed() && !input().isHeldBy(ReadGate.BUSY) && input().pollEnd()) {
			// The peer had ended in order, whatever became of the connection below.
			this.inputEnded = true;
			code().end();
		}
		if (tls != null && !this.inputEnded && !this.channelClosing && !this.loop.isShuttingDown()) {
			// Once this side has sent its close_notify, Netty says nothing of a reset.
			verdict().overrule(CloseReason.RESET, null);
		}
	}

	@Override
	public boolean isHalfClosed() {
		Lifecycle life = this.life;
		return life != Lifecycle.NEW && life != Lifecycle.CLOSED && (life.isFinSent() || this.inputEnded);
	}

	boolean isClosed() {
		return this.life == Lifecycle.CLOSED;
	}

	/**
	 * Return whether the connection is gone, be it that the close is still to be told.
	 */
	boolean isGone() {
		return this.life == Lifecycle.CLOSED || input().isLost();
	}

	@Override
	void timeoutIn(long delayNanos) {
		if (!isGone()) {
			Parking parking = input().parking();
			if (parking != null) {
				parking.forgetTimeout();
			}
			ownDeadlines().timeout(this, delayNanos);
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

	// What NettySocket has.

	abstract SocketInput input();

	abstract UserCode<D> code();

}
