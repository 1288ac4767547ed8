package io.tcpboot.client;

import java.util.List;

import io.tcpboot.ClientOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Which target the next attempt takes, and when. A connection that has lasted makes
 * everything good: the waiting times begin anew, with the same target. One that has not
 * counts as an attempt that failed, or a peer that accepts and hangs up would be called
 * without a pause, and would keep the client from its other targets. Guarded by its user.
 */
final class AttemptPlan {

	/** Returned by {@link #delayMillis()}: make no more attempts. */
	static final long GIVE_UP = -1;

	private final List<ClientOptions> targets;

	private final @Nullable BackOff backOff;

	private final long stableNanos;

	private @Nullable BackOffExecution delays;

	private int index;

	private int failures;

	AttemptPlan(ManagedClientOptions options) {
		this.targets = options.targets();
		this.backOff = options.reconnect();
		this.stableNanos = options.stableAfter().toNanos();
	}

	ClientOptions target() {
		return this.targets.get(this.index);
	}

	/**
	 * Go on from a target.
	 */
	void target(ClientOptions target) {
		this.index = this.targets.indexOf(target);
	}

	int failures() {
		return this.failures;
	}

	void begin() {
		this.delays = (this.backOff != null) ? this.backOff.start() : null;
	}

	void failed() {
		this.failures++;
		this.index = (this.index + 1) % this.targets.size();
	}

	void lost(long openNanos) {
		if (lasts(openNanos)) {
			this.failures = 0;
			begin();
		}
		else {
			failed();
		}
	}

	boolean lasts(long openNanos) {
		return openNanos >= this.stableNanos;
	}

	/**
	 * Return how long to wait for the next attempt.
	 */
	long delayMillis() {
		long delayMillis = (this.delays != null) ? this.delays.nextBackOff() : BackOffExecution.STOP;
		return (delayMillis != BackOffExecution.STOP) ? delayMillis : GIVE_UP;
	}

}
