package io.tcpboot.tls;

import javax.net.ssl.SSLEngine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;

/**
 * Tells of the peer's end when it has come. Once our close_notify is out, OpenSSL's
 * engine in Netty (4.2.18) answers {@code CLOSED} whatever it decrypts, and
 * {@code SslHandler} takes that for the peer's close_notify. It says so only once. So
 * that word waits here until the engine has seen the peer's.
 */
final class EndWatch extends ChannelInboundHandlerAdapter {

	private static final String NAME = "tls-end-watch";

	private final SSLEngine engine;

	private boolean due;

	private EndWatch(SSLEngine engine) {
		this.engine = engine;
	}

	/**
	 * Put it behind a handler that is about to send its close_notify.
	 */
	static void install(ChannelPipeline pipeline, SslHandler handler) {
		ChannelHandlerContext context = pipeline.context(handler);
		if (context != null && handler.engine() instanceof ReferenceCounted) {
			pipeline.addAfter(context.name(), NAME, new EndWatch(handler.engine()));
		}
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event == SslCloseCompletionEvent.SUCCESS && !this.engine.isInboundDone()) {
			this.due = true;
			return;
		}
		if (event == ChannelInputShutdownEvent.INSTANCE) {
			tell(context);
		}
		context.fireUserEventTriggered(event);
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		tell(context);
		context.fireChannelReadComplete();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// An engine that has failed is done too.
		this.due = false;
		context.fireExceptionCaught(cause);
	}

	private void tell(ChannelHandlerContext context) {
		if (this.due && this.engine.isInboundDone()) {
			this.due = false;
			context.fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
		}
	}

}
