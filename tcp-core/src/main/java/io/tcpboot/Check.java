package io.tcpboot;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * Checks of options. Each failure gives name, value and expectation.
 */
final class Check {

	// Fits a long of nanoseconds, with room to add it to the clock.
	private static final Duration MAX_DURATION = Duration.ofDays(36_500);

	private Check() {
	}

	static void that(boolean condition, String name, Object value, String expected) {
		if (!condition) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
		}
	}

	static void atLeast(String name, int value, int min) {
		that(value >= min, name, value, ">= " + min);
	}

	static void notNegative(String name, Duration value) {
		Objects.requireNonNull(value, name);
		that(!value.isNegative(), name, value, "not negative");
		that(value.compareTo(MAX_DURATION) <= 0, name, value, "at most " + MAX_DURATION.toDays() + " days");
	}

	static void notEmpty(String name, String value) {
		Objects.requireNonNull(value, name);
		that(!value.isBlank(), name, "'" + value + "'", "not empty");
	}

	static void port(int port, int min) {
		that(port >= min && port <= 65535, "port", (port == -1) ? "-1 or not set" : port, min + "-65535");
	}

	static void resolved(String name, InetSocketAddress address) {
		Objects.requireNonNull(address, name);
		that(!address.isUnresolved(), name, address, "a resolved address");
	}

}
