package io.tcpboot;

import java.util.concurrent.Executor;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import org.jspecify.annotations.Nullable;

/**
 * One event loop, and what its sockets share.
 */
final class SocketLoop extends SingleThreadIoEventLoop {

	/**
	 * Netty's is a second: what reacts to progress is a task, and one socket that writes
	 * whenever it can would keep the others waiting.
	 */
	private static final long TASK_QUANTUM_MILLIS = 1;

	private final Starter starter;

	private final LoopBuffers buffers = new LoopBuffers(this);

	SocketLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory ioHandlerFactory) {
		this(group, new Starter(executor), ioHandlerFactory);
	}

	private SocketLoop(IoEventLoopGroup group, Starter starter, IoHandlerFactory ioHandlerFactory) {
		super(group, starter, ioHandlerFactory, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(),
				TASK_QUANTUM_MILLIS);
		this.starter = starter;
		terminationFuture().addListener((terminated) -> this.buffers.free());
	}

	/**
	 * Return the buffers of an event loop, {@code null} if it is not ours.
	 */
	static @Nullable LoopBuffers buffersOf(EventLoop loop) {
		return (loop instanceof SocketLoop socketLoop) ? socketLoop.buffers : null;
	}

	/**
	 * Return whether there has been anything to do yet: only then there is a thread. Any
	 * thread.
	 */
	boolean isStarted() {
		return this.starter.started;
	}

	/**
	 * Knows what Netty does not tell.
	 */
	private static final class Starter implements Executor {

		private final Executor threads;

		private volatile boolean started;

		Starter(Executor threads) {
			this.threads = threads;
		}

		@Override
		public void execute(Runnable loop) {
			this.started = true;
			this.threads.execute(loop);
		}

	}

}
