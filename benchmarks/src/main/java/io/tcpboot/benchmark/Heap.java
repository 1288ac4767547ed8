package io.tcpboot.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds: live objects, and memory outside of the heap that was allocated by
 * Java code.
 *
 * @param liveBytes objects that survived a full collection
 * @param directBytes what native memory tracking calls "Other": direct buffers and
 * Netty's own
 */
record Heap(long liveBytes, long directBytes) {

	/** Without this option of the JVM there is no figure of the direct memory. */
	static final String OPTION = "-XX:NativeMemoryTracking=summary";

	static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

	static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB");

	/** A class histogram runs a full collection first and counts live objects only. */
	static Heap of(PeerProcess server, Jdk jdk) throws IOException, InterruptedException {
		return new Heap(number(TOTAL, command(server, jdk, "GC.class_histogram")),
				number(OTHER, command(server, jdk, "VM.native_memory", "summary")) * 1024);
	}

	private static String command(PeerProcess server, Jdk jdk, String... words)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(jdk.jcmd().toString(), Long.toString(server.pid())));
		command.addAll(List.of(words));
		return Shell.run(command);
	}

	/** 0 when it is not there: a JVM without direct memory has no such line. */
	static long number(Pattern pattern, String text) {
		Matcher matcher = pattern.matcher(text);
		return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
	}

}
