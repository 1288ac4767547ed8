package io.tcpboot.test;

import java.util.List;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Does what {@link FailOnLeak} says. It is registered as a service too, so that
 * {@code junit.jupiter.extensions.autodetection.enabled=true} checks every test class.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakCheck.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		checkDetector();
		context.getStore(NAMESPACE).put(context.getUniqueId(), ResourceLeakDetector.getLevel());
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		LeakDetector.watch();
	}

	private static void checkDetector() {
		ResourceLeakDetector<Object> detector = ResourceLeakDetectorFactory.instance()
			.newResourceLeakDetector(Object.class);
		if (!(detector instanceof LeakDetector)) {
			throw new IllegalStateException("leaks cannot be seen: Netty's leak detector is "
					+ detector.getClass().getName() + " (expected: " + LeakDetector.class.getName()
					+ "; something has loaded Netty before the first test class, so name it on the command line: -D"
					+ LeakDetectorSetup.DETECTOR_PROPERTY + "=" + LeakDetector.class.getName() + ")");
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> leaks = LeakDetector.takeLeaks();
		ResourceLeakDetector.Level before = context.getStore(NAMESPACE)
			.remove(context.getUniqueId(), ResourceLeakDetector.Level.class);
		if (before != null) {
			ResourceLeakDetector.setLevel(before);
			LeakDetector.unwatch();
		}
		if (!leaks.isEmpty()) {
			throw new AssertionError(leaks.size() + " leak(s) by the end of " + context.getDisplayName() + ":\n"
					+ String.join("\n", leaks));
		}
	}

}
