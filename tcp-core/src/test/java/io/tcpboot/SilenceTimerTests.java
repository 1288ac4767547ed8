package io.tcpboot;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SilenceTimer}, with a clock that the test moves.
 */
class SilenceTimerTests {

	private static final Duration LIMIT = Duration.ofMillis(100);

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final SilenceTimer timer = Objects
		.requireNonNull(SilenceTimer.of(this.channel.eventLoop(), LIMIT, () -> this.expired++));

	private int expired;

	@BeforeEach
	void freeze() {
		this.channel.freezeTime();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void whenLimitIsZeroThereIsNoTimer() {
		assertThat(SilenceTimer.of(this.channel.eventLoop(), Duration.ZERO, () -> this.expired++)).isNull();
	}

	@Test
	void whenNotStartedItNeverExpires() {
		advance(1_000_000);
		assertThat(this.expired).isZero();
	}

	@Test
	void whenSilentItExpiresOnceAtTheLimit() {
		this.timer.start();
		advance(99);
		assertThat(this.expired).isZero();
		advance(1);
		assertThat(this.expired).isOne();
		advance(1_000_000);
		assertThat(this.expired).isOne();
	}

	@Test
	void whenTouchedTheSilenceBeginsAnew() {
		this.timer.start();
		for (int i = 0; i < 10; i++) {
			advance(99);
			this.timer.touch();
		}
		advance(99);
		assertThat(this.expired).isZero();
		advance(1);
		assertThat(this.expired).isOne();
	}

	@Test
	void whenStartedAgainTheSilenceBeginsAnew() {
		this.timer.start();
		advance(60);
		this.timer.start();
		advance(99);
		assertThat(this.expired).isZero();
		advance(1);
		assertThat(this.expired).isOne();
	}

	@Test
	void whenStoppedItNeverExpires() {
		this.timer.start();
		advance(99);
		this.timer.stop();
		this.timer.stop();
		advance(1_000_000);
		assertThat(this.expired).isZero();
	}

	@Test
	void whenStartedAfterAStopItExpires() {
		this.timer.start();
		this.timer.stop();
		this.timer.start();
		advance(100);
		assertThat(this.expired).isOne();
	}

	@Test
	void whenStartedAfterItExpiredItExpiresAgain() {
		this.timer.start();
		advance(100);
		this.timer.start();
		advance(100);
		assertThat(this.expired).isEqualTo(2);
	}

	private void advance(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

}
