package io.tcpboot.tls;

import java.nio.channels.ClosedChannelException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The server's side until the ClientHello is there: then it chooses the context and puts
 * an {@code SslHandler} in its place, which reads the ClientHello again. A client that
 * sends something else, too much, or nothing in time costs one event; no engine is made
 * for it.
 * <p>
 * Not Netty's {@code SniHandler}: that fires an exception beside the event, bounds what
 * it stores less tightly, gives an engine to those who do not speak TLS, and does not
 * read ALPN.
 */
final class ClientHelloHandler extends ByteToMessageDecoder {

	// Of TLS alerts, all fatal (RFC 8446, 6).
	private static final int RECORD_OVERFLOW = 22;

	private static final int ILLEGAL_PARAMETER = 47;

	private static final int INTERNAL_ERROR = 80;

	private static final int NO_APPLICATION_PROTOCOL = 120;

	private static final int NO_ALERT = -1;

	private final ReloadableTls tls;

	private final long timeoutNanos;

	private long startNanos;

	private @Nullable Future<?> timeout;

	private boolean done;

	ClientHelloHandler(ReloadableTls tls, long timeoutNanos) {
		this.tls = tls;
		this.timeoutNanos = timeoutNanos;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		if (context.channel().isActive()) {
			start(context);
		}
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		start(context);
		context.fireChannelActive();
	}

	private void start(ChannelHandlerContext context) {
		if (this.timeout == null) {
			this.startNanos = context.executor().ticker().nanoTime();
			this.timeout = context.executor()
				.schedule(() -> timedOut(context), this.timeoutNanos, TimeUnit.NANOSECONDS);
			if (!context.channel().config().isAutoRead()) {
				context.read();
			}
		}
	}

	private void timedOut(ChannelHandlerContext context) {
		fail(context, new SslHandshakeTimeoutException(
				"no ClientHello within " + TimeUnit.NANOSECONDS.toMillis(this.timeoutNanos) + " ms"), NO_ALERT);
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.done) {
			in.skipBytes(in.readableBytes());
			return;
		}
		try {
			ClientHello hello = ClientHelloReader.read(in);
			if (hello != null) {
				proceed(context, hello);
			}
		}
		catch (NotSslRecordException ex) {
			fail(context, ex, NO_ALERT);
		}
		catch (TooLongFrameException ex) {
			fail(context, new SSLException(ex.getMessage()), RECORD_OVERFLOW);
		}
		catch (SSLException ex) {
			fail(context, ex, ILLEGAL_PARAMETER);
		}
	}

	private void proceed(ChannelHandlerContext context, ClientHello hello) {
		long spent = context.executor().ticker().nanoTime() - this.startNanos;
		SslHandler handler;
		try {
			handler = this.tls.use((contexts) -> select(context, contexts.forName(hello.serverName()), hello, spent));
		}
		catch (RuntimeException ex) {
			fail(context, new SSLHandshakeException("no engine for this connection: " + ex), INTERNAL_ERROR);
			return;
		}
		if (handler != null) {
			replace(context, handler);
		}
	}

	private @Nullable SslHandler select(ChannelHandlerContext context, TlsContext chosen, ClientHello hello,
			long spentNanos) {
		List<String> offered = hello.applicationProtocols();
		List<String> own = chosen.applicationProtocols();
		if (!offered.isEmpty() && !own.isEmpty() && Collections.disjoint(offered, own)) {
			fail(context, new SSLHandshakeException("no application protocol in common with the client"),
					NO_APPLICATION_PROTOCOL);
			return null;
		}
		// At least one: zero would mean no limit.
		long left = TimeUnit.NANOSECONDS.toMillis(chosen.options().handshakeTimeout().toNanos() - spentNanos);
		return chosen.newServerHandler(context.alloc(), Math.max(1, left));
	}

	private void replace(ChannelHandlerContext context, SslHandler handler) {
		finish();
		boolean replaced = false;
		try {
			context.pipeline().replace(this, context.name(), handler);
			replaced = true;
		}
		finally {
			if (!replaced) {
				ReferenceCountUtil.release(handler.engine());
			}
		}
	}

	private void fail(ChannelHandlerContext context, Exception cause, int alert) {
		if (this.done) {
			return;
		}
		finish();
		if (alert != NO_ALERT) {
			context.writeAndFlush(context.alloc().buffer(7).writeBytes(new byte[] { 21, 3, 3, 0, 2, 2, (byte) alert }));
		}
		context.fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
		context.close();
	}

	private void finish() {
		this.done = true;
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) throws Exception {
		fail(context, new ClosedChannelException(), NO_ALERT);
		super.channelInactive(context);
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		finish();
	}

}
