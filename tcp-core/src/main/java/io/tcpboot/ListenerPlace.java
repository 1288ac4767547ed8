package io.tcpboot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import io.tcpboot.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place where a listener listens until it leaves: the channel, its acceptor and, for a
 * unix socket, the file. Any thread.
 */
final class ListenerPlace {

	private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);

	private final ListenerBinding binding;

	private final Acceptor acceptor;

	private final boolean isNio;

	// Done when the port is free.
	private final Promise<Void> unbound;

	private ListenerPlace(ListenerBinding binding, Acceptor acceptor, boolean isNio) {
		this.binding = binding;
		this.acceptor = acceptor;
		this.isNio = isNio;
		this.unbound = loop().newPromise();
	}

	/**
	 * Bind. Nothing is accepted before the acceptor is started.
	 */
	static ListenerPlace bind(TcpEventLoop eventLoop, ServerOptions options, Acceptor acceptor) {
		boolean isNio = eventLoop.transport().kind() == Transport.Kind.NIO;
		return new ListenerPlace(ListenerBinding.bind(eventLoop, options, acceptor), acceptor, isNio);
	}

	Channel channel() {
		return this.binding.channel();
	}

	EventLoop loop() {
		return channel().eventLoop();
	}

	Acceptor acceptor() {
		return this.acceptor;
	}

	SocketAddress address() {
		return this.binding.address();
	}

	/**
	 * Return the real port, -1 for a unix socket.
	 */
	int port() {
		return (address() instanceof InetSocketAddress inet) ? inet.getPort() : -1;
	}

	/**
	 * Run once, when the channel is closed, by whomever, and the port is free.
	 */
	void whenUnbound(Runnable action) {
		channel().closeFuture().addListener((closed) -> {
			removeFile();
			if (!this.isNio || !unboundSoon(action)) {
				unbound(action);
			}
		});
	}

	/**
	 * The JDK frees the port when it selects again, which is before the next scheduled
	 * task, but not before the next task.
	 */
	private boolean unboundSoon(Runnable action) {
		try {
			loop().schedule(() -> {
			}, 0, TimeUnit.NANOSECONDS).addListener((selected) -> unbound(action));
			return true;
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and the selector with it.
			return false;
		}
	}

	private void unbound(Runnable action) {
		this.unbound.setSuccess(null);
		action.run();
	}

	/**
	 * Leave at once: who waits in the backlog is reset.
	 */
	void close() {
		removeFile();
		channel().close();
	}

	/**
	 * Leave, but take along whoever waits in the backlog.
	 * @return completes with those that are still to be let in, when the channel is
	 * closed
	 */
	CompletableFuture<Queue<Channel>> leave() {
		removeFile();
		return this.acceptor.retire();
	}

	/**
	 * Remove the file of a unix socket, if it is still there.
	 */
	private void removeFile() {
		SocketFile file = this.binding.file();
		try {
			if (file != null) {
				file.remove();
			}
		}
		catch (IOException ex) {
			logger.warn("The file {} of a TCP server is left behind", file, ex);
		}
	}

	/**
	 * Wait until the port is free, but not for ever: a handler may block the event loop.
	 * @return whether it is free. Nobody waits on an event loop
	 */
	boolean awaitUnbound(int seconds) {
		return LoopThread.isCurrent() || this.unbound.awaitUninterruptibly(seconds, TimeUnit.SECONDS)
				|| loop().isTerminated();
	}

}
