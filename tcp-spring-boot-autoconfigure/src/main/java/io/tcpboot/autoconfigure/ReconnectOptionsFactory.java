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

	private static final Duration LIMIT = Duration.ofDays(36500);

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
				(delay) -> this.delay = within("delay", delay, MIN_DELAY, LIMIT, "1 ms to 36500 days"));
		apply("max-delay", ReconnectProperties::getMaxDelay,
				(maxDelay) -> this.maxDelay = within("maxDelay", maxDelay, Duration.ZERO, LIMIT, "at most 36500 days"));
		apply("multiplier", ReconnectProperties::getMultiplier,
				(multiplier) -> this.multiplier = within("multiplier", multiplier, 1.0, Double.MAX_VALUE, "1 or more"));
		apply("jitter", ReconnectProperties::getJitter,
				(jitter) -> this.jitter = within("jitter", jitter, Duration.ZERO, LIMIT, "0 to 36500 days"));
		apply("max-retries", ReconnectProperties::getMaxRetries,
				(retries) -> this.maxRetries = within("maxRetries", retries, 0, Integer.MAX_VALUE, "0 or more"));
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

	private static <T extends Comparable<T>> T within(String name, T value, T least, T most, String expected) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
		}
		return value;
	}

	private void checkMaxDelay() {
		within("maxDelay", maxDelay(), this.delay, LIMIT, "at least delay (" + this.delay + ")");
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
