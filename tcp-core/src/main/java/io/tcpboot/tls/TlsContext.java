package io.tcpboot.tls;

import java.net.IDN;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's contexts, with the options it was made of. Holds one reference until it
 * is released; the engine of each handler has its own.
 */
final class TlsContext {

	private final TlsOptions options;

	private final @Nullable SslContextFactory factory;

	private final SslContext context;

	private TlsContext(TlsOptions options, @Nullable SslContextFactory factory, SslContext context) {
		this.options = options;
		this.factory = factory;
		this.context = context;
	}

	static TlsContext of(TlsOptions options, boolean server) {
		SslContext ready = options.sslContext();
		if (ready != null) {
			Check.that(ready.isServer() == server, "sslContext", (server) ? "for clients" : "for servers",
					(server) ? "one for servers" : "one for clients");
			return new TlsContext(options, null, ReferenceCountUtil.retain(ready));
		}
		SslContextFactory factory = new SslContextFactory(options, server);
		return new TlsContext(options, factory, factory.create());
	}

	void release() {
		ReferenceCountUtil.release(this.context);
	}

	SslContext context() {
		return this.context;
	}

	TlsOptions options() {
		return this.options;
	}

	String description() {
		return (this.factory != null) ? this.factory.description() : "ready " + this.context.getClass().getSimpleName();
	}

	List<String> applicationProtocols() {
		return this.context.applicationProtocolNegotiator().protocols();
	}

	SslHandler newServerHandler(ByteBufAllocator allocator, long timeoutMillis) {
		return newHandler((context) -> context.newHandler(allocator), timeoutMillis);
	}

	SslHandler newClientHandler(ByteBufAllocator allocator, @Nullable String peerHost, int peerPort) {
		String host = (peerHost != null) ? asciiHost(peerHost) : null;
		Check.that(host != null || !this.options.verifyHostName(), "peerHost", "not known",
				"a host name to verify, or verifyHostName(false)");
		SslHandler handler = newHandler((context) -> (host != null) ? context.newHandler(allocator, host, peerPort)
				: context.newHandler(allocator), this.options.handshakeTimeout().toMillis());
		configure(handler.engine(), host);
		return handler;
	}

	private SslHandler newHandler(HandlerMaker maker, long timeoutMillis) {
		SslHandler handler = (this.options.sessionResumption() || this.factory == null) ? maker.make(this.context)
				: unrelated(this.factory, maker);
		handler.setHandshakeTimeoutMillis(timeoutMillis);
		handler.handshakeFuture().addListener((Future<Channel> future) -> {
			if (future.isSuccess()) {
				handshaken(handler, future.getNow().pipeline().context(handler));
			}
		});
		return handler;
	}

	/**
	 * No session can be resumed that another context has made. There is no other way that
	 * holds for both providers, both versions of TLS, tickets and caches.
	 */
	private static SslHandler unrelated(SslContextFactory factory, HandlerMaker maker) {
		SslContext context = factory.create();
		try {
			return maker.make(context);
		}
		finally {
			ReferenceCountUtil.release(context);
		}
	}

	/**
	 * Called before the handshake is told to anybody.
	 */
	private void handshaken(SslHandler handler, ChannelHandlerContext context) {
		SSLEngine engine = handler.engine();
		if (engine instanceof ReferenceCounted) {
			AlertWatch.install(handler, context);
		}
		else if (engine.getSession().getProtocol().equals("TLSv1.2")) {
			// The JDK lets clients renegotiate as often as they like. It refuses when the
			// only version of the next handshake is TLS 1.3, which has no renegotiation.
			engine.setEnabledProtocols(new String[] { "TLSv1.3" });
		}
	}

	private void configure(SSLEngine engine, @Nullable String host) {
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm((this.options.verifyHostName()) ? "HTTPS" : "");
		SNIHostName name = (host != null && !isAddress(host)) ? serverName(host) : null;
		if (name != null) {
			parameters.setServerNames(List.of(name));
		}
		engine.setSSLParameters(parameters);
	}

	private static @Nullable SNIHostName serverName(String host) {
		try {
			return new SNIHostName(host);
		}
		catch (IllegalArgumentException ex) {
			// With an underscore, for example: it can be verified, but not asked for.
			return null;
		}
	}

	private static boolean isAddress(String host) {
		return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
	}

	private static String asciiHost(String host) {
		String stripped = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
		return (isAddress(stripped)) ? stripped : IDN.toASCII(stripped);
	}

	/**
	 * Makes a handler of a context.
	 */
	private interface HandlerMaker {

		SslHandler make(SslContext context);

	}

}
