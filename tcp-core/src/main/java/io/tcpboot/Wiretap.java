package io.tcpboot;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what goes in and out of one socket: a handler between TLS and framing, which is
 * there only while somebody listens. Nobody else has to look whether it is. Event loop
 * only.
 */
final class Wiretap extends ChannelDuplexHandler {

	/** Each server and client has one of its own. */
	static final String LOGGERS = "io.tcpboot.wiretap.";

	/** Of each chunk no more than this is shown. */
	static final int MAX_BYTES = 1024;

	private final NettySocket<?> socket;

	private final Logger logger;

	private final @Nullable Runnable remove;

	private @Nullable Future<?> end;

	/**
	 * Create one that ends, or that was asked for by the options and does not.
	 */
	Wiretap(NettySocket<?> socket, @Nullable Runnable remove) {
		this.socket = socket;
		this.remove = remove;
		this.logger = LoggerFactory.getLogger(socket.wiretapLogger());
	}

	/**
	 * Listen for so long from now on, whatever was said before.
	 */
	void endIn(long delayNanos) {
		cancelEnd();
		if (this.remove != null) {
			this.end = this.socket.loop.schedule(this.remove, delayNanos, TimeUnit.NANOSECONDS);
		}
	}

	private void cancelEnd() {
		if (this.end != null) {
			this.end.cancel(false);
		}
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		cancelEnd();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		log("in", message);
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		log("out", message);
		context.write(message, promise);
	}

	private void log(String direction, Object message) {
		if (this.logger.isDebugEnabled() && message instanceof ByteBuf bytes) {
			int length = bytes.readableBytes();
			int shown = Math.min(length, MAX_BYTES);
			this.logger.debug("{} {} {} bytes{}\n{}", this.socket, direction, length,
					(shown < length) ? ", of which the first " + shown : "",
					ByteBufUtil.prettyHexDump(bytes, bytes.readerIndex(), shown));
		}
	}

}
