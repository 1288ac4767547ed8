package io.tcpboot.tls;

import java.net.IDN;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What belongs to which server name: an exact name first, then the pattern whose star
 * stands for the first label.
 */
final class ServerNames<T> {

	private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

	private final Map<String, T> exact = new HashMap<>();

	private final Map<String, T> wildcards = new HashMap<>();

	/**
	 * Check a name or pattern, and write it as a ClientHello would.
	 */
	static String normalize(String pattern) {
		String stripped = pattern.endsWith(".") ? pattern.substring(0, pattern.length() - 1) : pattern;
		// Only the labels: a star is none.
		String star = stripped.startsWith("*.") ? "*." : "";
		String name = star + ascii(stripped.substring(star.length())).toLowerCase(Locale.ROOT);
		Check.that(NAME.matcher(name).matches(), "serverName", "'" + pattern + "'", "a host name, or *.host.name");
		return name;
	}

	private static String ascii(String name) {
		try {
			return IDN.toASCII(name);
		}
		catch (IllegalArgumentException ex) {
			// Left as it is, it does not match below.
			return name + " ";
		}
	}

	void put(String pattern, T value) {
		if (pattern.startsWith("*.")) {
			this.wildcards.put(pattern.substring(2), value);
		}
		else {
			this.exact.put(pattern, value);
		}
	}

	@Nullable T find(@Nullable String name) {
		if (name == null) {
			return null;
		}
		T found = this.exact.get(name);
		if (found != null) {
			return found;
		}
		int dot = name.indexOf('.');
		return (dot > 0) ? this.wildcards.get(name.substring(dot + 1)) : null;
	}

}
