package io.tcpboot.handler;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

import org.springframework.util.StringUtils;

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
	 * Refuse names that are spellings of one.
	 * @param <V> type of what has a name
	 * @param named what has a name, by name
	 * @param mistake says which two
	 */
	public static <V> void rejectSame(Map<String, V> named,
			BiFunction<Map.Entry<String, V>, Map.Entry<String, V>, InvalidTcpServerException> mistake) {
		Map<String, Map.Entry<String, V>> spellings = new HashMap<>();
		for (Map.Entry<String, V> entry : named.entrySet()) {
			Map.Entry<String, V> other = spellings.putIfAbsent(canonical(entry.getKey()), entry);
			if (other != null) {
				throw mistake.apply(other, entry);
			}
		}
	}

	/**
	 * Return what all spellings of a name have in common.
	 * @param name the name
	 * @return its letters and digits, in lower case
	 */
	public static String canonical(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Return what a server or client is called unless it says so. Nested and imported
	 * classes give their beans names with dots, which would read as several keys in a
	 * property.
	 * @param beanName name of its bean
	 * @return the last part of it
	 */
	public static String ofBean(String beanName) {
		int separator = Math.max(beanName.lastIndexOf('.'), beanName.lastIndexOf('$'));
		return StringUtils.uncapitalizeAsProperty(beanName.substring(separator + 1));
	}

}
