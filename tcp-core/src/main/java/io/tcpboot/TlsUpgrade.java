package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;

/**
 * A wish for TLS on a socket that is open. Any thread may ask; it is granted on the event
 * loop, where {@link TlsLink} takes over. Until then the handler of TLS belongs to it.
 */
final class TlsUpgrade {

	private final NettySocket<?> socket;

	private final ChannelHandler handler;

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	TlsUpgrade(NettySocket<?> socket, ChannelHandler handler) {
		this.socket = socket;
		this.handler = handler;
	}

	/**
	 * Begin at once on the event loop, else soon.
	 * @return completed when the handshake has ended
	 */
	CompletionStage<Void> ask() {
		if (this.socket.loop.inEventLoop()) {
			begin();
			return this.future;
		}
		// What this thread writes from now on is to be encrypted.
		this.socket.out.markStaged();
		if (!this.socket.later(this::beginStaged)) {
			TlsLink.discard(this.handler);
			this.future.completeExceptionally(new ClosedChannelException());
		}
		return this.future;
	}

	private void beginStaged() {
		try {
			begin();
		}
		catch (RuntimeException ex) {
			// It is too late to throw it, and to go on without TLS is out of the
			// question.
			this.future.completeExceptionally(ex);
			this.socket.closeAfterFailure(ex);
			this.socket.terminate();
		}
		this.socket.out.unmarkStaged();
	}

	private void begin() {
		boolean begun = false;
		try {
			checkCommandRead();
			Channel channel = upgradableChannel();
			List<ChannelHandler> framing = this.socket.options.framing().newHandlers();
			boolean busy = this.socket.inboundBytes() != null || this.socket.input.isHeldBy(ReadGate.BUSY);
			TlsLink tls = this.socket.expectUpgrade(this.future);
			begun = true;
			tls.begin(channel, this.socket.input, this.handler, framing, busy, this.socket.inputEnded);
		}
		catch (IOException | UpgradedException ex) {
			this.future.completeExceptionally(ex);
		}
		finally {
			if (!begun) {
				TlsLink.discard(this.handler);
			}
		}
	}

	private void checkCommandRead() {
		ByteBuf inbound = this.socket.inboundBytes();
		if (inbound != null && !this.socket.framed && inbound.readerIndex() == 0) {
			throw new IllegalStateException("upgradeTls: nothing was read of the bytes that data was called with"
					+ " (expected: the command read, so that what follows it can be told)");
		}
	}

	private Channel upgradableChannel() throws ClosedChannelException {
		Channel channel = this.socket.upgradableChannel();
		if (channel == null) {
			throw new ClosedChannelException();
		}
		if (this.socket.tls != null) {
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

}
