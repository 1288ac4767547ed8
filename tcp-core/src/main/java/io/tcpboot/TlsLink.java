package io.tcpboot;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLHandshakeException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * How far TLS has come on one socket. Event loop only.
 *
 * <pre>
 *  handshaking --> up --> peer closed (close_notify), or truncated (a bare FIN)
 *       |          |
 *       `----------`----> over: TLS has failed
 * </pre>
 *
 * An upgrade begins with what had arrived behind the command that asked for it.
 */
final class TlsLink {

	private final NettySocket<?> socket;

	private final @Nullable CompletableFuture<Void> upgrade;

	// What arrived before the handshake began, and belongs to it.
	private final Queue<ByteBuf> early = new ArrayDeque<>();

	private @Nullable SslHandler handler;

	// None if everything has to go through the handler.
	private @Nullable TlsRecords records;

	private boolean collecting;

	// The handshake waits for what the handler leaves of the bytes it is looking at.
	private boolean restDue;

	private boolean over;

	private @Nullable Throwable untold;

	private boolean peerClosed;

	private boolean truncated;

	private boolean closing;

	/**
	 * Create for a connection that begins with TLS, or for an upgrade.
	 */
	TlsLink(NettySocket<?> socket, @Nullable CompletableFuture<Void> upgrade) {
		this.socket = socket;
		this.upgrade = upgrade;
	}

	/**
	 * Give back a handler that was not used.
	 */
	static void discard(ChannelHandler handler) {
		if (handler instanceof SslHandler tls) {
			ReferenceCountUtil.release(tls.engine());
		}
	}

	boolean isHandshaking() {
		return this.handler == null && !this.over;
	}

	/**
	 * Put TLS below a connection that is open. Everything written before is the channel's
	 * already.
	 * @param busy whether a handler is looking at bytes whose rest belongs to the
	 * handshake
	 * @param inputEnded whether the peer has finished, so that no handshake can come
	 */
	void begin(Channel channel, ReadGate gate, ChannelHandler tls, List<ChannelHandler> framing, boolean busy,
			boolean inputEnded) {
		boolean plaintext = isFramed() && gate.hasQueued();
		gate.hold(ReadGate.HANDSHAKE);
		this.collecting = true;
		Object queued;
		while ((queued = gate.poll()) != null) {
			read(queued);
		}
		boolean ended = gate.pollEnd() || inputEnded;
		Pipeline.upgrade(channel, this.socket, tls, framing);
		this.collecting = false;
		if (plaintext) {
			failHandshake("plaintext behind the command that asked for TLS");
		}
		else if (ended) {
			failHandshake("the peer finished before the handshake was over");
		}
		else {
			// What waits must come before what will be read.
			this.socket.input.autoRead(false);
			this.restDue = busy;
			if (!busy) {
				this.socket.later(() -> feed(channel, Unpooled.EMPTY_BUFFER));
			}
		}
	}

	private boolean isFramed() {
		return !this.socket.options().framing().isNone();
	}

	/**
	 * Keep what belongs to the handshake. Nothing of the peer may reach a handler now
	 * that is not decrypted. Takes over the message.
	 */
	void read(Object message) {
		if (this.collecting && message instanceof ByteBuf bytes) {
			this.early.add(bytes);
		}
		else {
			ReferenceCountUtil.release(message);
			failHandshake("plaintext behind the command that asked for TLS");
		}
	}

	/**
	 * A handler is done with bytes. The rest may belong to the handshake.
	 */
	void handled(Channel channel, ByteBuf bytes) {
		if (this.restDue) {
			this.restDue = false;
			feed(channel, (isFramed()) ? Unpooled.EMPTY_BUFFER : bytes);
		}
	}

	/**
	 * Let the handshake have what had arrived before it, and then what arrives.
	 */
	private void feed(Channel channel, ByteBuf rest) {
		if (!isHandshaking()) {
			return;
		}
		if (rest.isReadable()) {
			// The handshake may keep it, until a record is whole.
			feedOne(channel, LoopBuffers.slim(rest, rest.readerIndex(), rest.readableBytes()));
		}
		ByteBuf bytes;
		while ((bytes = this.early.poll()) != null) {
			feedOne(channel, bytes);
		}
		channel.pipeline().fireChannelReadComplete();
		this.socket.input.autoRead(true);
	}

	private void feedOne(Channel channel, ByteBuf bytes) {
		// They were counted when they arrived, and will be again when they are decrypted.
		this.socket.countRead(-bytes.readableBytes());
		channel.pipeline().fireChannelRead(bytes);
	}

	/**
	 * The handshake has ended.
	 */
	void onHandshake(Channel channel, @Nullable Throwable failure) {
		if (!isHandshaking()) {
			return;
		}
		if (failure != null) {
			failHandshake(failure);
			return;
		}
		SslHandler handler = channel.pipeline().get(SslHandler.class);
		TlsSession session;
		try {
			session = TlsSession.of(handler);
		}
		catch (RuntimeException ex) {
			failHandshake(ex);
			return;
		}
		this.handler = handler;
		this.records = TlsRecords.install(channel.pipeline(), handler);
		this.socket.secured(session);
		if (this.upgrade != null) {
			this.upgrade.complete(null);
		}
	}

	private void failHandshake(String cause) {
		failHandshake(new SSLHandshakeException(cause));
	}

	/**
	 * The handshake has failed. Nothing if it is over.
	 */
	void failHandshake(Throwable cause) {
		if (isHandshaking()) {
			this.socket.handshakeFailed(cause);
			fail(cause);
		}
	}

	/**
	 * TLS has failed. User code may be running: a write may find it out.
	 */
	void fail(Throwable cause) {
		if (!this.over) {
			over(cause);
			this.untold = cause;
			if (!this.socket.later(this::tellUntold)) {
				tellUntold();
			}
		}
	}

	/**
	 * The connection is gone, and with it what the event loop was to do later.
	 */
	void onInactive() {
		if (isHandshaking()) {
			failHandshake(new ClosedChannelException());
		}
		tellUntold();
	}

	/**
	 * Tell of a failure, if it was not told yet.
	 */
	private void tellUntold() {
		Throwable cause = this.untold;
		if (cause != null) {
			this.untold = null;
			tell(cause);
		}
	}

	private void over(Throwable cause) {
		this.over = true;
		ByteBuf bytes;
		while ((bytes = this.early.poll()) != null) {
			bytes.release();
		}
		this.socket.tlsFailed(cause);
	}

	private void tell(Throwable cause) {
		if (this.upgrade != null) {
			this.upgrade.completeExceptionally(cause);
		}
		this.socket.tellTlsFailure(cause);
	}

	/**
	 * The peer has sent close_notify.
	 */
	void onCloseNotify() {
		if (!this.peerClosed) {
			this.peerClosed = true;
			this.socket.input.onEnd();
		}
	}

	/**
	 * The connection has ended. If TLS has not, that is no end.
	 */
	void onFin() {
		if (isHandshaking()) {
			failHandshake("the peer finished before the handshake was over");
		}
		else if (!this.peerClosed) {
			this.truncated = true;
			this.socket.input.onEnd();
		}
	}

	/**
	 * Return the short way through the handler, {@code null} if there is none.
	 */
	@Nullable TlsRecords records() {
		return this.records;
	}

	boolean isPeerClosed() {
		return this.peerClosed;
	}

	boolean isTruncated() {
		return this.truncated;
	}

	/**
	 * Return whether this side may still send after the peer's end. After a close_notify,
	 * TLS 1.2 says no, and OpenSSL says so for every version.
	 */
	boolean isHalfClosable() {
		SslHandler handler = this.handler;
		return handler != null && !this.truncated && handler.engine().getSession().getProtocol().equals("TLSv1.3")
				&& !handler.engine().getClass().getSimpleName().contains("OpenSsl");
	}

	/**
	 * Send close_notify, once, and then run the action.
	 */
	void close(Channel channel, Runnable then) {
		SslHandler handler = this.handler;
		if (handler == null || this.closing) {
			return;
		}
		this.closing = true;
		// Not at once: inside of a callback, OpenSSL may still hold bytes that it has
		// decrypted, and drops them when it is told to close.
		this.socket.later(() -> {
			// Once the connection is gone, so is what Netty's handler would write it
			// with.
			if (!this.socket.isClosed()) {
				ReloadableTls.close(channel.pipeline(), handler).addListener((sent) -> then.run());
			}
		});
	}

}
