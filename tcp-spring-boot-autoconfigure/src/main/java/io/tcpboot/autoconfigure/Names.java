package io.tcpboot.autoconfigure;

import java.util.Collection;
import java.util.Locale;

/**
 * Names of servers and clients as they stand in properties.
 */
final class Names {

	private Names() {
	}

	/**
	 * Return whether two names are spellings of one. An environment variable has no
	 * dashes and no lower-case letters, so {@code TCP_SERVERS_MYECHO_PORT} has to match
	 * the server {@code my-echo}.
	 */
	static boolean same(String one, String other) {
		return canonical(one).equals(canonical(other));
	}

	static boolean contains(Collection<String> names, String name) {
		return names.stream().anyMatch((candidate) -> same(candidate, name));
	}

	private static String canonical(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

}
