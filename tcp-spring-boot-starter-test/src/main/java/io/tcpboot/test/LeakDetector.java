package io.tcpboot.test;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;

/**
 * Netty's leak detector. While a {@link LeakCheck} watches it remembers what it finds,
 * and logs it otherwise, as Netty does. Netty makes one for each type of resource when
 * the system property {@code io.netty.customResourceLeakDetector} names this class; a
 * factory set later would miss the buffers, whose detector is static.
 */
public final class LeakDetector<T> extends ResourceLeakDetector<T> {

	private static final int GC_ATTEMPTS = 100;

	private static final Queue<LeakDetector<?>> detectors = new ConcurrentLinkedQueue<>();

	private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	private static final AtomicInteger watchers = new AtomicInteger();

	/** Called by Netty, by reflection. */
	public LeakDetector(Class<?> resourceType, int samplingInterval) {
		super(resourceType, samplingInterval);
		detectors.add(this);
	}

	/** Never called; Netty looks for it too and logs an error when it is missing. */
	public LeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
		this(resourceType, samplingInterval);
	}

	static void watch() {
		watchers.incrementAndGet();
	}

	static void unwatch() {
		watchers.decrementAndGet();
	}

	/**
	 * Everything that leaked since the last call, in any thread of this JVM. Collects
	 * garbage first: only what is unreachable and not released is a leak.
	 */
	static List<String> takeLeaks() {
		collectGarbage();
		// Two rounds: the canary may be queued before leaks of the same collection.
		collectGarbage();
		detectors.forEach(LeakDetector::reportPending);
		List<String> taken = new ArrayList<>();
		for (String leak = leaks.poll(); leak != null; leak = leaks.poll()) {
			taken.add(leak);
		}
		return taken;
	}

	private static void collectGarbage() {
		ReferenceQueue<Object> queue = new ReferenceQueue<>();
		Reference<Object> canary = new WeakReference<>(new Object(), queue);
		for (int i = 0; i < GC_ATTEMPTS; i++) {
			System.gc();
			if (isQueued(queue, canary)) {
				return;
			}
		}
		throw new IllegalStateException("System.gc() collects nothing, so leaks cannot be found");
	}

	private static boolean isQueued(ReferenceQueue<Object> queue, Reference<Object> canary) {
		try {
			return queue.remove(100) == canary;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while collecting garbage", ex);
		}
	}

	/** Netty looks at its reference queue only when something new is tracked. */
	@SuppressWarnings("unchecked")
	private void reportPending() {
		T nothing = (T) new Object();
		ResourceLeakTracker<T> tracker = track(nothing);
		if (tracker != null) {
			tracker.close(nothing);
		}
	}

	/** Else a leak is dropped unseen when the log level of this class is off. */
	@Override
	protected boolean needReport() {
		return true;
	}

	@Override
	protected void reportTracedLeak(String resourceType, String records) {
		if (watchers.get() == 0) {
			super.reportTracedLeak(resourceType, records);
		}
		else {
			leaks.add(resourceType + records);
		}
	}

	@Override
	protected void reportUntracedLeak(String resourceType) {
		if (watchers.get() == 0) {
			super.reportUntracedLeak(resourceType);
		}
		else {
			leaks.add(resourceType);
		}
	}

}
