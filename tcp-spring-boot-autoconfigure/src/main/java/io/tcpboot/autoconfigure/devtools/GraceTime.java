package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A time after which something is done, unless it is called off.
 */
final class GraceTime {

	private final CountDownLatch calledOff = new CountDownLatch(1);

	/**
	 * Begin. The thread has nothing of the application: it may outlive that.
	 */
	static GraceTime begin(Duration time, Consumer<GraceTime> end) {
		GraceTime grace = new GraceTime();
		Thread thread = new Thread(() -> grace.await(time, end), "tcp-devtools-grace");
		thread.setDaemon(true);
		thread.setContextClassLoader(GraceTime.class.getClassLoader());
		thread.start();
		return grace;
	}

	private void await(Duration time, Consumer<GraceTime> end) {
		try {
			if (!this.calledOff.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
				end.accept(this);
			}
		}
		catch (InterruptedException ex) {
			// Nobody knows this thread.
			Thread.currentThread().interrupt();
		}
	}

	void callOff() {
		this.calledOff.countDown();
	}

}
