package io.tcpboot;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * A thread of an event loop. A daemon: it is the listeners that keep the JVM alive.
 */
final class LoopThread extends FastThreadLocalThread {

	private LoopThread(Runnable target, String name) {
		super(target, name);
		setDaemon(true);
	}

	/**
	 * Return whether the caller is on an event loop, and so must not wait.
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof LoopThread;
	}

	static ThreadFactory factory(String name) {
		AtomicInteger number = new AtomicInteger();
		return (target) -> new LoopThread(target, name + "-" + number.incrementAndGet());
	}

}
