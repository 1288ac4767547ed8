package io.tcpboot;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.EventLoop;

/**
 * The sockets of an event loop that were written to outside of their own handlers, as by
 * a broadcast. They are flushed soon, all by one task: one for each would cost as much as
 * the rest of what Java does for a small message. Event loop only.
 */
final class LoopFlushes implements Runnable {

	/** Then events have their turn. */
	private static final int FLUSHES_PER_TURN = 64;

	private final EventLoop loop;

	private final Queue<Outbound> due = new ArrayDeque<>();

	private boolean scheduled;

	LoopFlushes(EventLoop loop) {
		this.loop = loop;
	}

	/**
	 * Flush soon. To be added once.
	 */
	void add(Outbound out) {
		this.due.add(out);
		if (!this.scheduled) {
			schedule();
		}
	}

	private void schedule() {
		try {
			this.loop.execute(this);
			this.scheduled = true;
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and its sockets with it.
		}
	}

	@Override
	public void run() {
		Outbound out;
		for (int i = 0; i < FLUSHES_PER_TURN && (out = this.due.poll()) != null; i++) {
			out.flushDue();
		}
		this.scheduled = false;
		if (!this.due.isEmpty()) {
			schedule();
		}
	}

}
