package io.tcpboot;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at event loops from a thread of its own, which is there as long as one of them
 * is: it tells them the time, so that sockets need not read a clock to note when they
 * were used, and warns of one that does not get on.
 */
final class LoopWatch implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(TcpEventLoop.class);

	private static final long MAX_PERIOD_MILLIS = 1000;

	/** What is blocked for a threshold is noticed within an eighth of it more, or two. */
	private static final int LOOKS_PER_THRESHOLD = 8;

	private final String name;

	private final Sockets sockets;

	private final long thresholdNanos;

	private final long periodMillis;

	private final List<LoopPulse> pulses = new CopyOnWriteArrayList<>();

	private final AtomicLong blocked = new AtomicLong();

	// Guarded by this.
	private @Nullable Thread thread;

	// The thread only.
	private long lookedNanos;

	LoopWatch(String name, Duration threshold, Sockets sockets) {
		this.name = name;
		this.sockets = sockets;
		this.thresholdNanos = threshold.toNanos();
		this.periodMillis = (threshold.isZero()) ? MAX_PERIOD_MILLIS
				: Math.min(MAX_PERIOD_MILLIS, Math.max(1, threshold.toMillis() / LOOKS_PER_THRESHOLD));
	}

	/**
	 * Return how often something has kept a loop for longer than the threshold.
	 */
	long blocked() {
		return this.blocked.get();
	}

	/**
	 * Watch a loop that has begun to run.
	 */
	synchronized void started(SocketLoop loop) {
		loop.tick(System.nanoTime());
		this.pulses.add(new LoopPulse(loop));
		if (this.thread == null) {
			this.thread = newThread();
			this.thread.start();
		}
	}

	private Thread newThread() {
		Thread thread = new Thread(null, this, this.name + "-watch", 0, false);
		thread.setDaemon(true);
		// Not that of whoever happens to be the first to use the loop: it may have to go.
		thread.setContextClassLoader(LoopWatch.class.getClassLoader());
		return thread;
	}

	synchronized void ended(SocketLoop loop) {
		this.pulses.removeIf((pulse) -> pulse.loop() == loop);
		notifyAll();
	}

	@Override
	public void run() {
		this.lookedNanos = System.nanoTime();
		while (awaitNext()) {
			look(System.nanoTime());
		}
	}

	private synchronized boolean awaitNext() {
		try {
			if (!this.pulses.isEmpty()) {
				wait(this.periodMillis);
			}
		}
		catch (InterruptedException ex) {
			// Nobody has a reason to.
		}
		boolean due = !this.pulses.isEmpty();
		if (!due) {
			this.thread = null;
		}
		return due;
	}

	private void look(long nowNanos) {
		// Where this thread has waited longer than it meant to, the loops may have too:
		// the process was stopped, or the garbage collector was at work.
		long lateNanos = Math.max(0,
				nowNanos - this.lookedNanos - TimeUnit.MILLISECONDS.toNanos(2 * this.periodMillis));
		this.lookedNanos = nowNanos;
		for (LoopPulse pulse : this.pulses) {
			pulse.loop().tick(nowNanos);
			if (pulse.isNewlyBlocked(nowNanos, lateNanos, this.thresholdNanos)) {
				this.blocked.incrementAndGet();
				tryToWarn(pulse, nowNanos);
			}
		}
	}

	private void tryToWarn(LoopPulse pulse, long nowNanos) {
		try {
			warn(pulse, nowNanos);
		}
		catch (RuntimeException | Error ex) {
			// A logger that throws leaves nobody to be told. It is counted, and the watch
			// goes on: sockets have the time from it.
		}
	}

	private void warn(LoopPulse pulse, long nowNanos) {
		Thread thread = pulse.loop().thread();
		if (thread == null) {
			return;
		}
		long number = pulse.loop().callingNumber();
		BlockedStack stack = new BlockedStack(thread);
		String who = (stack.isCallback()) ? stack.method() + " of " + name(pulse.loop(), number) : "a task";
		String message = String.format(Locale.ROOT,
				"TCP event loop %s blocked for %.1f s by %s: its other sockets wait", thread.getName(),
				pulse.blockedNanos(nowNanos) / 1e9, who);
		pulse.log().warn(message, stack);
	}

	private String name(SocketLoop loop, long number) {
		NettySocket<?> absent = loop.absent();
		NettySocket<?> socket = (absent != null) ? absent : this.sockets.find(number);
		return (socket != null) ? socket.toString() : "TcpSocket " + number;
	}

	static RepeatedLog newLog() {
		return new RepeatedLog(logger);
	}

	/**
	 * Finds a socket.
	 */
	interface Sockets {

		@Nullable NettySocket<?> find(long number);

	}

}
