package io.tcpboot;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * How far TLS has come on one socket. Event loop only.
 *
 * <pre>
 *  handshaking --> up --> peer closed (close_notify), or truncated (a bare FIN)
 *       |
 *       `--> failed
 * </pre>
 *
 * An upgrade begins with what had arrived behind the command that asked for it.
 */
final class TlsLink {

	// What arrived before the handshake began, and belongs to it.
	private final Queue<ByteBuf> early = new ArrayDeque<>();

	private final @Nullable CompletableFuture<Void> upgrade;

	private @Nullable SslHandler handler;

	private boolean collecting;

	private boolean over;

	private boolean peerClosed;

	private boolean truncated;

	private boolean closing;

	TlsLink(@Nullable CompletableFuture<Void> upgrade) {
		this.upgrade = upgrade;
	}

	boolean isHandshaking() {
		return this.handler == null && !this.over;
	}

	/**
	 * Keep what arrives until {@link #pollEarly()}.
	 */
	void collect() {
		this.collecting = true;
	}

	/**
	 * Take over bytes for the handshake if they came early enough.
	 */
	boolean takeEarly(Object message) {
		if (this.collecting && message instanceof ByteBuf bytes) {
			this.early.add(bytes);
			return true;
		}
		return false;
	}

	/**
	 * Keep nothing more.
	 */
	void collected() {
		this.collecting = false;
	}

	/**
	 * Return the next early bytes, which are the caller's now.
	 */
	@Nullable ByteBuf pollEarly() {
		return this.early.poll();
	}

	void up(SslHandler handler) {
		this.handler = handler;
	}

	void complete() {
		if (this.upgrade != null) {
			this.upgrade.complete(null);
		}
	}

	/**
	 * TLS has failed: nothing more comes of it.
	 */
	void over() {
		this.over = true;
		ByteBuf bytes;
		while ((bytes = this.early.poll()) != null) {
			bytes.release();
		}
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Tell whoever waits for the upgrade.
	 */
	void fail(Throwable cause) {
		if (this.upgrade != null) {
			this.upgrade.completeExceptionally(cause);
		}
	}

	void peerClosed() {
		this.peerClosed = true;
	}

	boolean isPeerClosed() {
		return this.peerClosed;
	}

	/**
	 * The connection has ended, and TLS has not said so.
	 */
	void truncated() {
		this.truncated = true;
	}

	boolean isTruncated() {
		return this.truncated;
	}

	/**
	 * Return whether this side may still send after the peer's close_notify: TLS 1.2 says
	 * no, and OpenSSL says so for every version.
	 */
	boolean isHalfClosable() {
		SslHandler handler = this.handler;
		return handler != null && handler.engine().getSession().getProtocol().equals("TLSv1.3")
				&& !handler.engine().getClass().getSimpleName().contains("OpenSsl");
	}

	/**
	 * Send close_notify.
	 * @return when it is the kernel's; {@code null} if that is asked for already, or
	 * there is nothing to close
	 */
	@Nullable ChannelFuture close() {
		SslHandler handler = this.handler;
		if (this.closing || handler == null) {
			return null;
		}
		this.closing = true;
		return handler.closeOutbound();
	}

	boolean isClosing() {
		return this.closing;
	}

}
