package io.tcpboot.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs of the machine.
 */
public final class Program {

	private Program() {
	}

	/**
	 * Run a line of the shell, and return what it says, errors too.
	 */
	public static String run(String command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
		try {
			process.getOutputStream().close();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(20, TimeUnit.SECONDS)) {
				throw new IOException("does not end: " + command);
			}
			return said;
		}
		finally {
			process.destroyForcibly();
		}
	}

	public static boolean exists(String name) {
		try {
			return run("command -v " + name).contains(name);
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
