package io.tcpboot.test;

import java.util.List;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test class after which Netty reports a leak. The build registers it for every
 * test class of every module that has the test-jar of tcp-core. A leak is seen when it is
 * garbage, so the class that fails may be a later one; the trace says where the buffer
 * was touched.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

	@Override
	public void beforeAll(ExtensionContext context) {
		ResourceLeakDetector<Object> detector = ResourceLeakDetectorFactory.instance()
			.newResourceLeakDetector(Object.class);
		if (!(detector instanceof LeakDetector)
				|| ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
			throw new IllegalStateException("leak detection is off: detector " + detector.getClass().getName()
					+ ", level " + ResourceLeakDetector.getLevel() + " (expected: " + LeakDetector.class.getName()
					+ ", PARANOID)");
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> leaks = LeakDetector.takeLeaks();
		if (!leaks.isEmpty()) {
			throw new AssertionError(leaks.size() + " leak(s) by the end of " + context.getDisplayName() + ":\n"
					+ String.join("\n", leaks));
		}
	}

}
