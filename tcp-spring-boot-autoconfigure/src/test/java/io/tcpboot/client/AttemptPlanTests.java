package io.tcpboot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.tcpboot.ClientOptions;
import org.junit.jupiter.api.Test;

import org.springframework.util.backoff.ExponentialBackOff;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptPlanTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(30);

	private static final long SHORT = LONG - 1;

	private final ManagedClientOptions.Builder options = ManagedClientOptions.builder()
		.targets(List.of(ClientOptions.to("one", 1), ClientOptions.to("two", 2)))
		.reconnect(doubling());

	private static ExponentialBackOff doubling() {
		ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
		backOff.setMaxInterval(3000);
		return backOff;
	}

	private AttemptPlan begin() {
		AttemptPlan plan = new AttemptPlan(this.options.build());
		plan.begin();
		return plan;
	}

	@Test
	void whenAttemptsFailTheDelaysGrowToTheMaximum() {
		AttemptPlan plan = begin();
		assertThat(LongStream.generate(() -> failedDelay(plan)).limit(5)).containsExactly(500L, 1000L, 2000L, 3000L,
				3000L);
	}

	private static long failedDelay(AttemptPlan plan) {
		plan.failed();
		return plan.delayMillis();
	}

	@Test
	void whenAttemptFailsTheNextTargetIsTaken() {
		AttemptPlan plan = begin();
		assertThat(plan.target().host()).isEqualTo("one");
		plan.failed();
		assertThat(plan.target().host()).isEqualTo("two");
		plan.failed();
		assertThat(plan.target().host()).isEqualTo("one");
	}

	@Test
	void whenConnectionLastedTheDelaysBeginAnewWithItsTarget() {
		AttemptPlan plan = begin();
		failedDelay(plan);
		plan.lost(LONG);
		assertThat(plan.target().host()).isEqualTo("two");
		assertThat(plan.failures()).isZero();
		assertThat(plan.delayMillis()).isEqualTo(500);
	}

	@Test
	void whenConnectionDidNotLastItCountsAsFailed() {
		AttemptPlan plan = begin();
		failedDelay(plan);
		plan.lost(SHORT);
		assertThat(plan.target().host()).isEqualTo("one");
		assertThat(plan.failures()).isEqualTo(2);
		assertThat(plan.delayMillis()).isEqualTo(1000);
	}

	@Test
	void whenAnyConnectionIsGoodItsTargetIsKept() {
		this.options.stableAfter(Duration.ZERO);
		AttemptPlan plan = begin();
		plan.lost(0);
		assertThat(plan.target().host()).isEqualTo("one");
		assertThat(plan.failures()).isZero();
	}

	@Test
	void whenRetriesAreUsedUpItGivesUpUntilItBeginsAnew() {
		this.options.reconnect(new FixedBackOff(100, 2));
		AttemptPlan plan = begin();
		assertThat(LongStream.generate(() -> failedDelay(plan)).limit(3)).containsExactly(100L, 100L,
				AttemptPlan.GIVE_UP);
		plan.begin();
		assertThat(plan.delayMillis()).isEqualTo(100);
	}

	@Test
	void whenThereIsNoReconnectItGivesUpAtOnce() {
		this.options.noReconnect();
		assertThat(failedDelay(begin())).isEqualTo(AttemptPlan.GIVE_UP);
	}

}
