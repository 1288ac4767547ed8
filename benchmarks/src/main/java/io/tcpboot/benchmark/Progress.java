package io.tcpboot.benchmark;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * Tells whoever waits how far the run is.
 */
final class Progress {

	private static final PrintStream OUT = System.out;

	private Progress() {
	}

	static void print(String text) {
		OUT.println(text);
	}

	static void say(String what) {
		OUT.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
	}

}
