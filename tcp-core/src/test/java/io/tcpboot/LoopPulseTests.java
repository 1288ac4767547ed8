package io.tcpboot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what counts as blocked. The loop is kept by the test, and the time is the
 * test's.
 */
class LoopPulseTests {

	private static final long THRESHOLD = 100;

	@AutoClose
	private final TcpEventLoop loops = TcpEventLoop.builder().threads(1).blockedThreshold(Duration.ZERO).build();

	private final SocketLoop loop = (SocketLoop) this.loops.executors().get(0);

	private final LoopPulse pulse = new LoopPulse(this.loop);

	private CountDownLatch keeping = new CountDownLatch(0);

	@BeforeEach
	void keep() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		this.keeping = done;
		this.loop.execute(() -> {
			begun.countDown();
			try {
				done.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@AfterEach
	void letGo() throws Exception {
		this.keeping.countDown();
		// What was asked before is answered before.
		this.loop.submit(() -> {
		}).get(20, TimeUnit.SECONDS);
	}

	private boolean isNewlyBlocked(long now) {
		return this.pulse.isNewlyBlocked(now, 0, THRESHOLD);
	}

	@Test
	void whenTheSameKeepsItForAThresholdItIsBlockedOnce() {
		assertThat(isNewlyBlocked(0)).isFalse();
		assertThat(isNewlyBlocked(99)).isFalse();
		assertThat(isNewlyBlocked(100)).isTrue();
		assertThat(isNewlyBlocked(500)).isFalse();
	}

	@Test
	void whenItGoesOnItMayBlockAgain() throws Exception {
		isNewlyBlocked(0);
		assertThat(isNewlyBlocked(100)).isTrue();
		letGo();
		keep();
		assertThat(isNewlyBlocked(200)).isFalse();
		assertThat(isNewlyBlocked(299)).isFalse();
		assertThat(isNewlyBlocked(300)).isTrue();
	}

	@Test
	void whenOthersHadTheirTurnItIsOnlyBusy() {
		isNewlyBlocked(0);
		for (int now = 50; now < 500; now += 50) {
			this.loop.calling(now);
			assertThat(isNewlyBlocked(now)).isFalse();
		}
		assertThat(isNewlyBlocked(550)).isTrue();
	}

	@Test
	void whenNobodyCouldGetOnThatTimeDoesNotCount() {
		isNewlyBlocked(0);
		assertThat(this.pulse.isNewlyBlocked(1000, 950, THRESHOLD)).isFalse();
		assertThat(isNewlyBlocked(1050)).isTrue();
	}

	@Test
	void whenThereIsNoThresholdNothingIsBlocked() {
		assertThat(this.pulse.isNewlyBlocked(0, 0, 0)).isFalse();
		assertThat(this.pulse.isNewlyBlocked(1000, 0, 0)).isFalse();
	}

	@Test
	void whenItAnswersItIsNotBlocked() throws Exception {
		for (int now = 0; now < 1000; now += 100) {
			assertThat(isNewlyBlocked(now)).isFalse();
			letGo();
		}
	}

}
