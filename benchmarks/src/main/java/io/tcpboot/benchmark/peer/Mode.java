package io.tcpboot.benchmark.peer;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a server does with what arrives.
 */
public enum Mode {

	/** Every byte back. */
	ECHO,

	/** Messages of 64 bytes, each sent back in five writes. */
	FIVE,

	/** Frames behind a length of four bytes, taken apart and put together again. */
	FRAMES,

	/** Lines that end with a line feed, taken apart and put together again. */
	LINES,

	/** Each message of 64 bytes to everybody. */
	BROADCAST,

	/** Every byte back, over TLS from OpenSSL. */
	TLS,

	/** Every byte back, over TLS from the JDK. */
	TLS_JDK;

	/**
	 * Find a mode.
	 * @param argument as on the command line, such as {@code tls-jdk}
	 * @return the mode
	 * @throws IllegalArgumentException if there is none
	 */
	public static Mode of(String argument) {
		return Arrays.stream(values())
			.filter((mode) -> mode.argument().equals(argument))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("mode: '" + argument + "' (expected: one of "
					+ Arrays.stream(values()).map(Mode::argument).toList() + ")"));
	}

	/**
	 * Return the word for the command line.
	 * @return the word, such as {@code tls-jdk}
	 */
	public String argument() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return whether it needs a certificate.
	 * @return whether it is about TLS
	 */
	public boolean isTls() {
		return this == TLS || this == TLS_JDK;
	}

}
