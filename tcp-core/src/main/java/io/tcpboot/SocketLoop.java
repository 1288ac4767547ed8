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

	private final LoopBuffers buffers = new LoopBuffers(this);

	SocketLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory ioHandlerFactory) {
		super(group, executor, ioHandlerFactory, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(),
				TASK_QUANTUM_MILLIS);
		terminationFuture().addListener((terminated) -> this.buffers.free());
	}

	/**
	 * Return the buffers of an event loop, {@code null} if it is not ours.
	 */
	static @Nullable LoopBuffers buffersOf(EventLoop loop) {
		return (loop instanceof SocketLoop socketLoop) ? socketLoop.buffers : null;
	}

}
