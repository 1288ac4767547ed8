package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import io.tcpboot.client.ManagedClientOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes the waiting times of a client.
 */
final class ReconnectOptionsFactory {

	private static final Duration MIN_DELAY = Duration.ofMillis(1);

	private static final Duration MAX_DELAY = Duration.ofSeconds(30);

	private final Settings<ClientProperties> settings;

	private boolean enabled = true;

	private Duration delay = Duration.ofMillis(500);

	private @Nullable Duration maxDelay;

	private double multiplier = 2;

	private Duration jitter = Duration.ofMillis(100);

	private long maxRetries = Long.MAX_VALUE;

	ReconnectOptionsFactory(Settings<ClientProperties> settings) {
		this.settings = settings;
	}

	void applyTo(ManagedClientOptions.Builder options) {
		apply("enabled", ReconnectProperties::getEnabled, (enabled) -> this.enabled = enabled);
		apply("delay", ReconnectProperties::getDelay,
				(delay) -> this.delay = atLeast("delay", delay, MIN_DELAY, "1ms or more"));
		apply("max-delay", ReconnectProperties::getMaxDelay, (maxDelay) -> this.maxDelay = maxDelay);
		apply("multiplier", ReconnectProperties::getMultiplier,
				(multiplier) -> this.multiplier = atLeast("multiplier", multiplier, 1.0, "1 or more"));
		apply("jitter", ReconnectProperties::getJitter,
				(jitter) -> this.jitter = atLeast("jitter", jitter, Duration.ZERO, "0 or more"));
		apply("max-retries", ReconnectProperties::getMaxRetries,
				(retries) -> this.maxRetries = atLeast("maxRetries", retries, 0, "0 or more"));
		this.settings.check(this::checkMaxDelay);
		if (this.enabled) {
			// A longer life than the longest wait: so a peer that hangs up is not called
			// more often than one that is not there.
			options.reconnect(backOff()).stableAfter(maxDelay());
		}
		else {
			options.noReconnect();
		}
	}

	private <T> void apply(String key, Function<ReconnectProperties, @Nullable T> getter, Consumer<T> target) {
		this.settings.apply("reconnect." + key, (client) -> getter.apply(client.getReconnect()),
				(defaults) -> getter.apply(defaults.getReconnect()), target);
	}

	private static <T extends Comparable<T>> T atLeast(String name, T value, T least, String expected) {
		if (value.compareTo(least) < 0) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
		}
		return value;
	}

	private void checkMaxDelay() {
		atLeast("maxDelay", maxDelay(), this.delay, "at least delay (" + this.delay + ")");
	}

	/**
	 * A delay that is longer than the usual maximum is its own.
	 */
	private Duration maxDelay() {
		if (this.maxDelay != null) {
			return this.maxDelay;
		}
		return (this.delay.compareTo(MAX_DELAY) > 0) ? this.delay : MAX_DELAY;
	}

	private ExponentialBackOff backOff() {
		ExponentialBackOff backOff = new ExponentialBackOff(this.delay.toMillis(), this.multiplier);
		backOff.setMaxInterval(maxDelay().toMillis());
		backOff.setJitter(this.jitter.toMillis());
		backOff.setMaxAttempts(this.maxRetries);
		return backOff;
	}

}
