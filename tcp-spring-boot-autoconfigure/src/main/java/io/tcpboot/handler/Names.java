package io.tcpboot.handler;

import java.util.Collection;
import java.util.Locale;

/**
 * Names of servers and clients as they stand in properties.
 */
public final class Names {

	private Names() {
	}

	/**
	 * Return whether two names are spellings of one. An environment variable has no
	 * dashes and no lower-case letters, so {@code TCP_SERVERS_MYECHO_PORT} has to match
	 * the server {@code my-echo}.
	 * @param one a name
	 * @param other another
	 * @return whether they are the same
	 */
	public static boolean same(String one, String other) {
		return canonical(one).equals(canonical(other));
	}

	/**
	 * Return whether a name is among others, in whatever spelling.
	 * @param names the others
	 * @param name the name
	 * @return whether it is one of them
	 */
	public static boolean contains(Collection<String> names, String name) {
		return names.stream().anyMatch((candidate) -> same(candidate, name));
	}

	/**
	 * Return what all spellings of a name have in common.
	 * @param name the name
	 * @return its letters and digits, in lower case
	 */
	public static String canonical(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

}
