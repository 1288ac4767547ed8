package io.tcpboot.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A host and a port, in one text.
 *
 * @param host name or literal, without brackets
 * @param port 1-65535
 */
record Address(String host, int port) {

	private static final Pattern FORM = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

	/**
	 * Return the address, or {@code null} if the text is none.
	 */
	static @Nullable Address parse(String text) {
		Matcher matcher = FORM.matcher(text.trim());
		if (!matcher.matches()) {
			return null;
		}
		int port = Integer.parseInt(matcher.group(3));
		String host = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		return (port >= 1 && port <= 65535) ? new Address(host, port) : null;
	}

}
