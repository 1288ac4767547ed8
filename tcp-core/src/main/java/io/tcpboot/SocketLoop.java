package io.tcpboot;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

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

	/**
	 * What its coarse clock counts in. The clock moves when the loop is looked at, once a
	 * second or more often.
	 */
	private static final long TICK_MILLIS = 100;

	private final LoopWatch watch;

	private final LoopBuffers buffers = new LoopBuffers(this);

	private final LoopFlushes flushes = new LoopFlushes(this);

	// Written by the watch. Any thread.
	private volatile int tick = tickAt(System.nanoTime());

	// Set as long as the loop runs. Any thread.
	private volatile @Nullable Thread thread;

	// The socket that has called user code last. A number, as a reference would cost the
	// garbage collector's barrier each time. Event loop; the watch looks at it.
	private long callingNumber;

	// The socket that calls user code while it is not among those that are open.
	private volatile @Nullable NettySocket<?> absent;

	SocketLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory ioHandlerFactory, LoopWatch watch) {
		super(group, executor, ioHandlerFactory, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(),
				TASK_QUANTUM_MILLIS);
		this.watch = watch;
		terminationFuture().addListener((terminated) -> this.buffers.free());
	}

	@Override
	protected void run() {
		this.thread = Thread.currentThread();
		this.watch.started(this);
		try {
			super.run();
		}
		finally {
			this.watch.ended(this);
			this.thread = null;
		}
	}

	/**
	 * Return the thread, {@code null} if the loop does not run.
	 */
	@Nullable Thread thread() {
		return this.thread;
	}

	/**
	 * Return the time of an event loop, to be compared with another of it: no clock is
	 * read for that, unless the loop is not ours.
	 */
	static int tickOf(EventLoop loop) {
		return (loop instanceof SocketLoop socketLoop) ? socketLoop.tick : tickAt(loop.ticker().nanoTime());
	}

	private static int tickAt(long nanos) {
		return (int) (TimeUnit.NANOSECONDS.toMillis(nanos) / TICK_MILLIS);
	}

	static Duration timeBetween(int tick, int laterTick) {
		return Duration.ofMillis(Math.max(0, laterTick - tick) * TICK_MILLIS);
	}

	/**
	 * Let the clock stand at this time. The thread that watches.
	 */
	void tick(long nowNanos) {
		this.tick = tickAt(nowNanos);
	}

	/**
	 * Note who calls user code.
	 */
	void calling(long number) {
		this.callingNumber = number;
	}

	long callingNumber() {
		return this.callingNumber;
	}

	/**
	 * Note who calls user code and cannot be found, {@code null} when it has returned.
	 */
	static void absent(EventLoop loop, @Nullable NettySocket<?> socket) {
		if (loop instanceof SocketLoop socketLoop) {
			socketLoop.absent = socket;
		}
	}

	@Nullable NettySocket<?> absent() {
		return this.absent;
	}

	/**
	 * Return the buffers of an event loop, {@code null} if it is not ours.
	 */
	static @Nullable LoopBuffers buffersOf(EventLoop loop) {
		return (loop instanceof SocketLoop socketLoop) ? socketLoop.buffers : null;
	}

	/**
	 * Return the flushes of an event loop, {@code null} if it is not ours.
	 */
	static @Nullable LoopFlushes flushesOf(EventLoop loop) {
		return (loop instanceof SocketLoop socketLoop) ? socketLoop.flushes : null;
	}

}
