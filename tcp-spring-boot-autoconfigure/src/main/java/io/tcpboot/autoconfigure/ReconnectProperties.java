package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the way in which a client connects again.
 */
public class ReconnectProperties {

	/**
	 * Whether to connect again when the connection is lost, or cannot be made.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Time to wait before the first new attempt.
	 */
	private @Nullable Duration delay;

	/**
	 * Time to wait at most between two attempts.
	 */
	private @Nullable Duration maxDelay;

	/**
	 * What the delay is multiplied by after each attempt that failed.
	 */
	private @Nullable Double multiplier;

	/**
	 * Time by which each delay is at most lengthened or shortened, at random.
	 */
	private @Nullable Duration jitter;

	/**
	 * Number of attempts in a row after which the client gives up. Without limit unless
	 * set.
	 */
	private @Nullable Integer maxRetries;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Duration getDelay() {
		return this.delay;
	}

	public void setDelay(@Nullable Duration delay) {
		this.delay = delay;
	}

	public @Nullable Duration getMaxDelay() {
		return this.maxDelay;
	}

	public void setMaxDelay(@Nullable Duration maxDelay) {
		this.maxDelay = maxDelay;
	}

	public @Nullable Double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(@Nullable Double multiplier) {
		this.multiplier = multiplier;
	}

	public @Nullable Duration getJitter() {
		return this.jitter;
	}

	public void setJitter(@Nullable Duration jitter) {
		this.jitter = jitter;
	}

	public @Nullable Integer getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(@Nullable Integer maxRetries) {
		this.maxRetries = maxRetries;
	}

}
