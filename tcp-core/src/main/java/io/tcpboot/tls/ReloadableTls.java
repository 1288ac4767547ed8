package io.tcpboot.tls;

import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one side, whose options can be exchanged while connections are open. Any thread
 * may call it. One may serve many listeners or clients, which then reload together.
 * <p>
 * Nothing needs to be closed: what is native is given back when it is exchanged, or when
 * this object is garbage, and the last connection that uses it is closed.
 */
public final class ReloadableTls {

	private static final Cleaner CLEANER = Cleaner.create();

	private final boolean server;

	// Owns one reference of what it holds. Shared with the cleaner, which must not know
	// this object.
	private final AtomicReference<TlsContexts> live;

	private ReloadableTls(boolean server, TlsOptions options) {
		this.server = server;
		AtomicReference<TlsContexts> live = new AtomicReference<>(create(options, server));
		this.live = live;
		CLEANER.register(this, () -> live.get().release());
	}

	/**
	 * Make the TLS of a server.
	 * @param options with a certificate
	 * @return TLS for listeners
	 * @throws IllegalArgumentException if the options cannot work for a server
	 */
	public static ReloadableTls server(TlsOptions options) {
		return new ReloadableTls(true, options);
	}

	/**
	 * Make the TLS of a client.
	 * @param options of a client
	 * @return TLS for connections
	 * @throws IllegalArgumentException if the options cannot work for a client
	 */
	public static ReloadableTls client(TlsOptions options) {
		return new ReloadableTls(false, options);
	}

	private static TlsContexts create(TlsOptions options, boolean server) {
		return new TlsContexts(Objects.requireNonNull(options, "options"), server);
	}

	/**
	 * Exchange the options. Handshakes that begin from now on use them; open connections
	 * go on as they are, and sessions of before cannot be resumed.
	 * @param options for the same side
	 * @throws IllegalArgumentException if the options cannot work; those of before go on
	 */
	public void reload(TlsOptions options) {
		this.live.getAndSet(create(options, this.server)).release();
	}

	/**
	 * Return the options in use.
	 * @return the options
	 */
	public TlsOptions options() {
		return this.live.get().options();
	}

	/**
	 * Return the side.
	 * @return whether this is the TLS of a server
	 */
	public boolean isServer() {
		return this.server;
	}

	/**
	 * Return the longest time of a handshake.
	 * @return the time, never zero
	 */
	public Duration handshakeTimeout() {
		return options().handshakeTimeout();
	}

	/**
	 * Return who does the cryptography, and why, for logs.
	 * @return a text like {@code OPENSSL (BoringSSL, native library loaded)}
	 */
	public String description() {
		return this.live.get().first().description();
	}

	/**
	 * Make the handler for a new connection. It fires one
	 * {@link io.netty.handler.ssl.SslHandshakeCompletionEvent}, and closes the channel
	 * after a failed handshake. On the server's side it first waits for the ClientHello,
	 * and then puts an {@link io.netty.handler.ssl.SslHandler} in its place.
	 * @param allocator of the channel
	 * @param peerHost the host that the server must prove to be, not looked at on the
	 * server's side
	 * @param peerPort the port, or -1 if there is none
	 * @return a handler for one channel
	 * @throws IllegalArgumentException if a client's host name is to be verified and is
	 * missing or none
	 */
	public ChannelHandler newHandler(ByteBufAllocator allocator, @Nullable String peerHost, int peerPort) {
		if (this.server) {
			return new ClientHelloHandler(this, handshakeTimeout().toNanos());
		}
		return use((contexts) -> contexts.first().newClientHandler(allocator, peerHost, peerPort));
	}

	/**
	 * Send close_notify. The peer's is told by one {@link SslCloseCompletionEvent}, when
	 * it has come. To be called on the event loop.
	 * @param pipeline the pipeline of the handler
	 * @param handler a handler whose handshake has ended
	 * @return a future that completes when the close_notify is sent, or cannot be
	 */
	public static ChannelFuture close(ChannelPipeline pipeline, SslHandler handler) {
		EndWatch.install(pipeline, handler);
		return handler.closeOutbound();
	}

	/**
	 * Call with the contexts in use, which are not released meanwhile.
	 */
	<T extends @Nullable Object> T use(Function<TlsContexts, T> action) {
		TlsContexts contexts = retain();
		try {
			return action.apply(contexts);
		}
		finally {
			contexts.release();
		}
	}

	private TlsContexts retain() {
		while (true) {
			TlsContexts contexts = this.live.get();
			try {
				contexts.retain();
				return contexts;
			}
			catch (IllegalReferenceCountException ex) {
				// Exchanged and released since it was read: there is a newer one.
			}
		}
	}

}
