package io.tcpboot;

import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.EncoderException;
import io.netty.util.ReferenceCountUtil;
import io.tcpboot.framing.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Encodes messages on the thread that sends them, so that their bytes can be counted
 * before they are accepted. A channel without a connection runs the codec's handlers, a
 * set of its own. Any thread; guarded by itself.
 */
final class MessageEncoder {

	private final SocketOutput<?> socket;

	private final EmbeddedChannel codec;

	private MessageEncoder(SocketOutput<?> socket, Framing framing) {
		this.socket = socket;
		this.codec = new EmbeddedChannel(framing.newHandlers().toArray(new ChannelHandler[0]));
	}

	/**
	 * Return an encoder, or {@code null} for a socket that takes nothing any more.
	 */
	static @Nullable MessageEncoder of(SocketOutput<?> socket) {
		Framing framing = socket.options().framing();
		if (!framing.isCodec()) {
			throw new IllegalStateException("sendMessage: no codec (expected: a socket with Framing.codec)");
		}
		return (socket.isOpen()) ? new MessageEncoder(socket, framing) : null;
	}

	synchronized boolean send(Object message) {
		Objects.requireNonNull(message, "message");
		if (!this.socket.isOpen() || !this.codec.isOpen()) {
			return false;
		}
		try {
			this.codec.writeOutbound(ReferenceCountUtil.retain(message));
			ByteBuf bytes = encoded();
			try {
				return this.socket.send(bytes);
			}
			finally {
				bytes.release();
			}
		}
		finally {
			this.codec.releaseOutbound();
		}
	}

	/**
	 * Let the handlers give back what they hold.
	 */
	synchronized void close() {
		this.codec.finishAndReleaseAll();
	}

	private ByteBuf encoded() {
		CompositeByteBuf all = Unpooled.compositeBuffer(Integer.MAX_VALUE);
		try {
			ByteBuf next;
			while ((next = poll()) != null) {
				all.addComponent(true, next);
			}
			return all;
		}
		catch (EncoderException ex) {
			all.release();
			throw ex;
		}
	}

	private @Nullable ByteBuf poll() {
		Object encoded = this.codec.readOutbound();
		if (encoded == null || encoded instanceof ByteBuf) {
			return (ByteBuf) encoded;
		}
		ReferenceCountUtil.release(encoded);
		throw new EncoderException(
				"sendMessage: " + encoded.getClass().getName() + " (expected: a message that the codec encodes)");
	}

}
