package io.tcpboot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A listening channel that is bound, and what it is bound to.
 *
 * @param channel the channel
 * @param address its address, with the real port
 * @param file the file of a unix socket that has one
 */
record ListenerBinding(Channel channel, SocketAddress address, @Nullable SocketFile file) {

	private static final AttributeKey<SocketAddress> UNIX_ADDRESS = AttributeKey.valueOf(ListenerBinding.class,
			"unixAddress");

	/**
	 * Return the address that an accepted unix socket was connected to: the kernel knows
	 * the draft of a path only.
	 * @return the address, or {@code null} if it is no unix socket
	 */
	static @Nullable SocketAddress unixAddressOf(Channel child) {
		Channel parent = child.parent();
		return (parent != null) ? parent.attr(UNIX_ADDRESS).get() : null;
	}

	/**
	 * Bind, and wait for it. Works on an event loop too, as a handler may want to listen:
	 * then that event loop does the work at once.
	 */
	static ListenerBinding bind(TcpEventLoop eventLoop, ServerOptions options, ChannelHandler acceptor) {
		Transport transport = eventLoop.transport();
		SocketAddress address = address(transport, options);
		Channel channel = null;
		try {
			channel = create(transport, options, acceptor);
			if (options.isUnix()) {
				channel.attr(UNIX_ADDRESS).set(address);
			}
			Path path = options.path();
			if (path != null) {
				SocketFile file = bindFile(channel, transport, path, options, eventLoop.currentOrNext());
				return new ListenerBinding(channel, address, file);
			}
			bind(channel, address, eventLoop.currentOrNext());
			return new ListenerBinding(channel, channel.localAddress(), null);
		}
		catch (Exception ex) {
			if (channel != null) {
				discard(channel);
			}
			Throwable cause = root(ex);
			throw new TcpBindException(address, Failures.bindKind(cause), cause);
		}
	}

	private static SocketAddress address(Transport transport, ServerOptions options) {
		if (options.abstractName() != null) {
			return transport.abstractAddress(options.abstractName());
		}
		return (options.path() != null) ? Transport.portable(transport.unixAddress(options.path())) : address(options);
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
		boolean isUnix = options.isUnix();
		Channel channel = Objects.requireNonNull((isUnix) ? transport.unixServerChannel() : transport.serverChannel())
			.newChannel();
		option(channel, ChannelOption.SO_BACKLOG, options.backlog());
		option(channel, ChannelOption.AUTO_READ, false);
		if (!isUnix) {
			tcpOptions(channel, transport, options);
		}
		channel.pipeline().addLast(acceptor);
		return channel;
	}

	private static void tcpOptions(Channel channel, Transport transport, ServerOptions options) {
		option(channel, ChannelOption.SO_REUSEADDR, true);
		if (options.socket().receiveBufferSize() > 0) {
			// The window is agreed on before the connection is accepted.
			option(channel, ChannelOption.SO_RCVBUF, options.socket().receiveBufferSize());
		}
		if (options.reusePort()) {
			option(channel, transport.reusePort(), true);
		}
	}

	private static <T> void option(Channel channel, @Nullable ChannelOption<T> option, T value) {
		if (option == null || !channel.config().setOption(option, value)) {
			discard(channel);
			throw new IllegalArgumentException(option + ": " + value + " (expected: supported by the transport)");
		}
	}

	private static SocketFile bindFile(Channel channel, Transport transport, Path path, ServerOptions options,
			EventLoop loop) throws IOException {
		try (SocketFileDraft draft = SocketFileDraft.create(path)) {
			bind(channel, transport.unixAddress(draft.path()), loop);
			return SocketFile.publish(draft, path, options.permissions(), options.reclaimStale());
		}
	}

	private static void bind(Channel channel, SocketAddress address, EventLoop loop) {
		CompletableFuture<Void> bound = new CompletableFuture<>();
		if (loop.inEventLoop()) {
			bindOnLoop(channel, address, loop, bound);
		}
		else {
			loop.execute(() -> bindOnLoop(channel, address, loop, bound));
		}
		bound.join();
	}

	private static void bindOnLoop(Channel channel, SocketAddress address, EventLoop loop,
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
		while (!(cause instanceof IOException) && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

}
