package io.tcpboot.test;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Names {@link LeakDetector} to Netty before anything of Netty is loaded. Found by JUnit
 * as a service. What the command line says goes before it.
 */
public final class LeakDetectorSetup implements LauncherSessionListener {

	static final String DETECTOR_PROPERTY = "io.netty.customResourceLeakDetector";

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		setIfAbsent(DETECTOR_PROPERTY, LeakDetector.class.getName());
		// Enough to see the way of a buffer; Netty's default shows its last steps only.
		setIfAbsent("io.netty.leakDetection.targetRecords", "16");
	}

	private static void setIfAbsent(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

}
