package io.tcpboot;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The processor time that event loops use, to tell waiting from spinning.
 */
final class LoopTime {

	/** A loop that spins uses far more of {@link #WINDOW}, one that waits far less. */
	static final Duration IDLE = Duration.ofMillis(60);

	private static final Duration WINDOW = Duration.ofMillis(300);

	private LoopTime() {
	}

	/**
	 * Return what all event loops together use while a timer of this one runs.
	 */
	static Duration used(TcpSocket<?> socket) throws Exception {
		CountDownLatch timer = new CountDownLatch(1);
		long before = nanos();
		((SocketFront<?>) socket).loop().schedule(timer::countDown, WINDOW.toMillis(), TimeUnit.MILLISECONDS);
		timer.await();
		return Duration.ofNanos(nanos() - before);
	}

	private static long nanos() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(LoopThread.class::isInstance)
			.mapToLong((thread) -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()))
			.sum();
	}

}
