package io.tcpboot.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Flags of all Java servers.
 */
final class JvmFlags {

	private static final List<String> ALWAYS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC",
			"-XX:MaxDirectMemorySize=1g", "-Dio.netty.leakDetection.level=disabled");

	/** What Netty needs to do on a newer JDK what it does on 17 without asking. */
	private static final List<String> SINCE_24 = List.of("--enable-native-access=ALL-UNNAMED",
			"--sun-misc-unsafe-memory-access=allow");

	private JvmFlags() {
	}

	static List<String> of(int feature) {
		List<String> flags = new ArrayList<>(ALWAYS);
		if (feature >= 24) {
			flags.addAll(SINCE_24);
		}
		return flags;
	}

}
