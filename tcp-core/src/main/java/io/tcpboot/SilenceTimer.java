package io.tcpboot;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action when nothing has touched it for a time. Event loop only. A touch only
 * notes the time; the timer finds out when it fires, and sets itself again.
 */
final class SilenceTimer implements Runnable {

	private final EventLoop loop;

	private final long limitNanos;

	private final Runnable action;

	private long touchedNanos;

	private @Nullable Future<?> scheduled;

	SilenceTimer(EventLoop loop, Duration limit, Runnable action) {
		this.loop = loop;
		this.limitNanos = limit.toNanos();
		this.action = action;
	}

	/**
	 * Return a timer, or {@code null} for a limit of zero, which is none.
	 */
	static @Nullable SilenceTimer of(EventLoop loop, Duration limit, Runnable action) {
		return (limit.isZero()) ? null : new SilenceTimer(loop, limit, action);
	}

	void start() {
		touch();
		if (this.scheduled == null) {
			schedule(this.limitNanos);
		}
	}

	void touch() {
		this.touchedNanos = this.loop.ticker().nanoTime();
	}

	void stop() {
		if (this.scheduled != null) {
			this.scheduled.cancel(false);
			this.scheduled = null;
		}
	}

	@Override
	public void run() {
		this.scheduled = null;
		long leftNanos = this.touchedNanos + this.limitNanos - this.loop.ticker().nanoTime();
		if (leftNanos > 0) {
			schedule(leftNanos);
		}
		else {
			this.action.run();
		}
	}

	private void schedule(long delayNanos) {
		this.scheduled = this.loop.schedule(this, delayNanos, TimeUnit.NANOSECONDS);
	}

}
