package io.tcpboot.tls;

import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;

/**
 * Tells of a record that OpenSSL cannot decrypt. Netty (4.2.18) sends the alert, but
 * keeps the failure in the engine until something else is written or read: the connection
 * would stay open, without a word. So whatever may be an alert on its way out is followed
 * by a flush, which brings the failure out.
 * <p>
 * It may go when {@code ReferenceCountedOpenSslEngine.sslReadErrorResult} no longer keeps
 * what it finds; TlsRecordTests tells.
 */
final class AlertWatch extends ChannelOutboundHandlerAdapter {

	// Netty would search for a free one.
	private static final String NAME = "tls-alert-watch";

	private static final int ALERT = 21;

	// TLS 1.3 hides what a record is, but an alert has this length; so has a message of
	// two bytes, which costs a flush.
	private static final int HIDDEN_ALERT_LENGTH = 24;

	private static final int RECORD_HEADER = 5;

	private final SslHandler handler;

	AlertWatch(SslHandler handler) {
		this.handler = handler;
	}

	/**
	 * Put it in front of a handler that has finished its handshake. A bad record may have
	 * come together with the end of the handshake: then the alert is on its way already.
	 */
	static void install(SslHandler handler, ChannelHandlerContext context) {
		AlertWatch watch = new AlertWatch(handler);
		context.pipeline().addBefore(context.name(), NAME, watch);
		context.executor().execute(() -> watch.bringOut(context.pipeline()));
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof ByteBuf records && mayBeAlert(records) && !isClosing(this.handler.engine())) {
			context.executor().execute(() -> bringOut(context.pipeline()));
		}
		context.write(message, promise);
	}

	/**
	 * Look at the last record: tickets that were waiting may come before it.
	 */
	private static boolean mayBeAlert(ByteBuf records) {
		int at = records.readerIndex();
		int end = records.writerIndex();
		int last = at;
		while (end - at >= RECORD_HEADER) {
			last = at;
			at += RECORD_HEADER + records.getUnsignedShort(at + 3);
		}
		return end - last == HIDDEN_ALERT_LENGTH || (end > last && records.getByte(last) == ALERT);
	}

	private void bringOut(ChannelPipeline pipeline) {
		ChannelHandlerContext tls = pipeline.context(this.handler);
		if (tls != null && !isClosing(this.handler.engine())) {
			try {
				this.handler.flush(tls);
			}
			catch (Exception ex) {
				tls.fireExceptionCaught(new DecoderException(ex));
				tls.close();
			}
		}
	}

	private static boolean isClosing(SSLEngine engine) {
		return engine.isOutboundDone() || engine.isInboundDone();
	}

}
