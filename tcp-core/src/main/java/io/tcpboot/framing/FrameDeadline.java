package io.tcpboot.framing;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The time that a frame may take from its first bytes. Event loop only. While it runs,
 * one task waits for the earliest frame that was not complete at once; whether a later
 * one has begun since, it finds out when it fires. Frames that arrive whole schedule
 * nothing.
 */
final class FrameDeadline {

	private final long limitNanos;

	private final Consumer<ChannelHandlerContext> expired;

	private boolean running;

	private long startNanos;

	private @Nullable Future<?> scheduled;

	FrameDeadline(Duration limit, Consumer<ChannelHandlerContext> expired) {
		this.limitNanos = limit.toNanos();
		this.expired = expired;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * A frame has begun just now.
	 */
	void start(ChannelHandlerContext context) {
		if (this.limitNanos > 0) {
			this.startNanos = now(context);
			this.running = true;
			if (this.scheduled == null) {
				schedule(context, this.limitNanos);
			}
		}
	}

	/**
	 * No frame has begun.
	 */
	void done() {
		this.running = false;
	}

	void stop() {
		this.running = false;
		if (this.scheduled != null) {
			this.scheduled.cancel(false);
			this.scheduled = null;
		}
	}

	private void fire(ChannelHandlerContext context) {
		this.scheduled = null;
		if (!this.running) {
			return;
		}
		long leftNanos = this.startNanos + this.limitNanos - now(context);
		if (leftNanos > 0) {
			schedule(context, leftNanos);
		}
		else if (!context.channel().config().isAutoRead()) {
			// The rest may wait in the kernel for us.
			start(context);
		}
		else {
			this.expired.accept(context);
		}
	}

	private void schedule(ChannelHandlerContext context, long delayNanos) {
		this.scheduled = context.channel().eventLoop().schedule(() -> fire(context), delayNanos, TimeUnit.NANOSECONDS);
	}

	private static long now(ChannelHandlerContext context) {
		return context.channel().eventLoop().ticker().nanoTime();
	}

}
