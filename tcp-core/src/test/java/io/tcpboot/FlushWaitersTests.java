package io.tcpboot;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FlushWaiters}.
 */
class FlushWaitersTests {

	private final FlushWaiters waiters = new FlushWaiters();

	private final CompletableFuture<Void> first = new CompletableFuture<>();

	private final CompletableFuture<Void> second = new CompletableFuture<>();

	@Test
	@DisplayName("B48 each waits for its own bytes")
	void whenBytesAreWrittenThoseWhoWaitedForThemAreDone() {
		this.waiters.add(10, this.first);
		this.waiters.add(20, this.second);
		assertThat(this.waiters.isDue(9)).isFalse();
		assertThat(this.waiters.isDue(10)).isTrue();
		this.waiters.complete(19);
		assertThat(this.first).isCompleted();
		assertThat(this.second).isNotDone();
		this.waiters.complete(20);
		assertThat(this.second).isCompleted();
		assertThat(this.waiters.isDue(Long.MAX_VALUE)).isFalse();
	}

	@Test
	@DisplayName("B48 a failure fails those who still wait")
	void whenFailedThoseWhoWaitFail() {
		this.waiters.add(10, this.first);
		this.waiters.add(20, this.second);
		this.waiters.complete(10);
		this.waiters.fail(new IllegalStateException("lost"));
		assertThat(this.first).isCompleted();
		assertThat(this.second).isCompletedExceptionally();
	}

}
