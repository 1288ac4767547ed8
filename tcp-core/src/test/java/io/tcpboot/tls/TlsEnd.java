package io.tcpboot.tls;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One end of a connection, behind its TLS: keeps everything that it is told.
 */
final class TlsEnd extends ChannelInboundHandlerAdapter {

	private static final int DEADLINE_SECONDS = 20;

	private final CompletableFuture<TlsSession> session = new CompletableFuture<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	private final List<SslHandshakeCompletionEvent> handshakes = new CopyOnWriteArrayList<>();

	private final List<Throwable> exceptions = new CopyOnWriteArrayList<>();

	private final StringBuffer received = new StringBuffer();

	private volatile Channel channel;

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.channel = context.channel();
	}

	@Override
	public void userEventTriggered(ChannelHandlerContext context, Object event) {
		if (event instanceof SslHandshakeCompletionEvent handshake) {
			this.handshakes.add(handshake);
			if (handshake.isSuccess()) {
				this.session.complete(TlsSession.of(context.pipeline().get(SslHandler.class)));
			}
			else {
				this.session.completeExceptionally(handshake.cause());
			}
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf bytes = (ByteBuf) message;
		this.received.append(bytes.toString(UTF_8));
		bytes.release();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.exceptions.add(cause);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.closed.complete(null);
	}

	/**
	 * Wait for the handshake.
	 */
	TlsSession session() {
		return await(this.session);
	}

	/**
	 * Wait for the handshake to fail.
	 */
	Throwable failure() {
		try {
			this.session.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
			throw new AssertionError("the handshake has succeeded");
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("no handshake: " + ex, ex);
		}
	}

	TlsEnd awaitClosed() {
		await(this.closed);
		return this;
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("failed: " + ex.getCause(), ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("nothing has happened: " + ex, ex);
		}
	}

	/**
	 * Return the events of the handshake; there should be one.
	 */
	List<SslHandshakeCompletionEvent> handshakes() {
		return this.handshakes;
	}

	List<Throwable> exceptions() {
		return this.exceptions;
	}

	String received() {
		return this.received.toString();
	}

	Channel channel() {
		return this.channel;
	}

	TlsEnd send(String text) {
		this.channel.writeAndFlush(Unpooled.copiedBuffer(text, UTF_8));
		return this;
	}

	/**
	 * Send bytes past the encryption.
	 */
	void sendRaw(byte[] bytes) {
		this.channel.pipeline().context(SslHandler.class).writeAndFlush(Unpooled.wrappedBuffer(bytes));
	}

	void close() {
		this.channel.close().syncUninterruptibly();
	}

}
