package io.tcpboot;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Binds a listening channel, and waits for it. Works on an event loop too, as a handler
 * may want to listen: then that event loop does the work at once.
 */
final class ListenerBinding {

	private ListenerBinding() {
	}

	static Channel bind(TcpEventLoop eventLoop, ServerOptions options, ChannelHandler acceptor) {
		InetSocketAddress address = address(options);
		Channel channel = null;
		try {
			channel = create(eventLoop.transport(), options, acceptor);
			bind(channel, address, eventLoop.currentOrNext());
			return channel;
		}
		catch (Exception ex) {
			if (channel != null) {
				discard(channel);
			}
			Throwable cause = root(ex);
			throw new TcpBindException(address, Failures.bindKind(cause), cause);
		}
	}

	private static InetSocketAddress address(ServerOptions options) {
		String host = options.host();
		InetSocketAddress address = (host != null) ? new InetSocketAddress(host, options.port())
				: new InetSocketAddress(options.port());
		if (address.isUnresolved()) {
			throw new TcpBindException(address, TcpBindException.Kind.UNKNOWN_HOST, new UnknownHostException(host));
		}
		return address;
	}

	private static Channel create(Transport transport, ServerOptions options, ChannelHandler acceptor) {
		Channel channel = transport.serverChannel().newChannel();
		option(channel, ChannelOption.SO_REUSEADDR, true);
		option(channel, ChannelOption.SO_BACKLOG, options.backlog());
		option(channel, ChannelOption.AUTO_READ, false);
		if (options.socket().receiveBufferSize() > 0) {
			// The window is agreed on before the connection is accepted.
			option(channel, ChannelOption.SO_RCVBUF, options.socket().receiveBufferSize());
		}
		if (options.reusePort()) {
			option(channel, transport.reusePort(), true);
		}
		channel.pipeline().addLast(acceptor);
		return channel;
	}

	private static <T> void option(Channel channel, @Nullable ChannelOption<T> option, T value) {
		if (option == null || !channel.config().setOption(option, value)) {
			discard(channel);
			throw new IllegalArgumentException(option + ": " + value + " (expected: supported by the transport)");
		}
	}

	private static void bind(Channel channel, InetSocketAddress address, EventLoop loop) {
		CompletableFuture<Void> bound = new CompletableFuture<>();
		if (loop.inEventLoop()) {
			bindOnLoop(channel, address, loop, bound);
		}
		else {
			loop.execute(() -> bindOnLoop(channel, address, loop, bound));
		}
		bound.join();
	}

	private static void bindOnLoop(Channel channel, InetSocketAddress address, EventLoop loop,
			CompletableFuture<Void> bound) {
		loop.register(channel).addListener((registered) -> {
			if (registered.isSuccess()) {
				channel.bind(address).addListener((future) -> complete(bound, future.cause()));
			}
			else {
				complete(bound, registered.cause());
			}
		});
	}

	private static void complete(CompletableFuture<Void> bound, @Nullable Throwable cause) {
		if (cause == null) {
			bound.complete(null);
		}
		else {
			bound.completeExceptionally(cause);
		}
	}

	private static void discard(Channel channel) {
		if (channel.isRegistered()) {
			ChannelFuture closed = channel.close();
			if (!LoopThread.isCurrent()) {
				closed.awaitUninterruptibly();
			}
		}
		else {
			channel.unsafe().closeForcibly();
		}
	}

	private static Throwable root(Throwable failure) {
		Throwable cause = failure;
		while (!(cause instanceof java.io.IOException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
