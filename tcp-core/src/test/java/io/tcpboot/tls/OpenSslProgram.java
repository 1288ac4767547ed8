package io.tcpboot.tls;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The real {@code openssl}.
 */
final class OpenSslProgram {

	private OpenSslProgram() {
	}

	/**
	 * Run it to its end.
	 * @return what it has printed
	 */
	static String run(String input, String... arguments) {
		try {
			List<String> command = new ArrayList<>(List.of("openssl"));
			command.addAll(List.of(arguments));
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			try (OutputStream in = process.getOutputStream()) {
				in.write(input.getBytes());
			}
			String printed = new String(process.getInputStream().readAllBytes());
			process.waitFor();
			return printed;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
