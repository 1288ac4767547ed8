package io.tcpboot.benchmark.peer;

import org.jspecify.annotations.Nullable;

/**
 * What a server is started for.
 *
 * @param mode what it does
 * @param tls what it shows to its clients, for a mode with TLS
 */
public record Task(Mode mode, @Nullable Certificate tls) {

	/**
	 * Return a task without TLS.
	 * @param mode what the server does
	 * @return the task
	 */
	public static Task of(Mode mode) {
		return new Task(mode, null);
	}

	/**
	 * Return what the server shows to its clients.
	 * @return the certificate
	 * @throws IllegalArgumentException if there is none
	 */
	public Certificate certificate() {
		if (this.tls == null) {
			throw new IllegalArgumentException(
					"certificate: none (expected: --cert and --key for " + this.mode.argument() + ")");
		}
		return this.tls;
	}

	UnsupportedModeException unsupported(String why) {
		return new UnsupportedModeException(this.mode.argument() + ": " + why);
	}

}
