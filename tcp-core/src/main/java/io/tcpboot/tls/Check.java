package io.tcpboot.tls;

import org.jspecify.annotations.Nullable;

/**
 * Checks of options. Each failure gives name, value and expectation.
 */
final class Check {

	private Check() {
	}

	static void that(boolean condition, String name, Object value, String expected) {
		if (!condition) {
			throw refuse(name, value, expected, null);
		}
	}

	static IllegalArgumentException refuse(String name, Object value, String expected, @Nullable Throwable cause) {
		return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")", cause);
	}

}
