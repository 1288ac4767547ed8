package io.tcpboot;

import java.util.concurrent.RejectedExecutionException;

/**
 * Whether one event loop gets on: it is handed a task, and when that is done, the next. A
 * loop that has not come to it may only be busy; but when all that time no other socket
 * has had its turn either, something blocks it. The thread that watches only, but for
 * {@link #run()}.
 */
final class LoopPulse implements Runnable {

	private final SocketLoop loop;

	private final RepeatedLog log = LoopWatch.newLog();

	private volatile boolean answered = true;

	private long sinceNanos;

	private long calling;

	private boolean told;

	LoopPulse(SocketLoop loop) {
		this.loop = loop;
	}

	SocketLoop loop() {
		return this.loop;
	}

	RepeatedLog log() {
		return this.log;
	}

	/**
	 * The loop gets on. Event loop.
	 */
	@Override
	public void run() {
		this.answered = true;
	}

	/**
	 * Return whether the same has kept the loop for a threshold. Once each time.
	 * @param lateNanos time in which nobody could get on
	 * @param thresholdNanos 0 not to look
	 */
	boolean isNewlyBlocked(long nowNanos, long lateNanos, long thresholdNanos) {
		if (thresholdNanos == 0) {
			return false;
		}
		this.sinceNanos += lateNanos;
		long calling = this.loop.callingNumber();
		if (this.answered) {
			this.told = false;
			ask();
		}
		else if (calling == this.calling) {
			boolean due = !this.told && blockedNanos(nowNanos) >= thresholdNanos;
			this.told |= due;
			return due;
		}
		this.calling = calling;
		this.sinceNanos = nowNanos;
		return false;
	}

	long blockedNanos(long nowNanos) {
		return nowNanos - this.sinceNanos;
	}

	private void ask() {
		this.answered = false;
		try {
			this.loop.execute(this);
		}
		catch (RejectedExecutionException ex) {
			// It has just ended.
			this.answered = true;
		}
	}

}
