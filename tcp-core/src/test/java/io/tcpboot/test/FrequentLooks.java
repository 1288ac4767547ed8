package io.tcpboot.test;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Has all that waits for a condition look often. Awaitility would let a tenth of a second
 * pass before its first look: most of what many a test takes.
 */
public final class FrequentLooks implements BeforeAllCallback {

	private static final Duration INTERVAL = Duration.ofMillis(5);

	@Override
	public void beforeAll(ExtensionContext context) {
		Awaitility.setDefaultPollInterval(INTERVAL);
	}

}
