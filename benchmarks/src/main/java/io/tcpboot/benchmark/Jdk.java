package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM that runs the Java servers.
 *
 * @param java its launcher
 * @param version what it says of itself
 * @param flags what all servers are started with
 */
record Jdk(Path java, String version, List<String> flags) {

	private static final Pattern FEATURE = Pattern.compile("version \"(\\d+)");

	static Jdk of(Path java) throws IOException, InterruptedException {
		String output = Shell.run(List.of(java.toString(), "-version"));
		Matcher matcher = FEATURE.matcher(output);
		if (!matcher.find()) {
			throw new IOException(java + " -version: " + output);
		}
		String runtime = output.lines().skip(1).findFirst().orElse("");
		return new Jdk(java, runtime, JvmFlags.of(Integer.parseInt(matcher.group(1))));
	}

	List<String> command(List<String> options) {
		List<String> command = new ArrayList<>();
		command.add(this.java.toString());
		command.addAll(this.flags);
		command.addAll(options);
		return command;
	}

	Path jcmd() {
		return this.java.resolveSibling("jcmd");
	}

}
