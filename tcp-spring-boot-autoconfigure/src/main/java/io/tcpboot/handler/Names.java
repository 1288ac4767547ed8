package io.tcpboot.handler;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
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
	 * @param <B> type of the beans
	 * @param kind what has the names: server or client
	 * @param named the beans of each name
	 * @param bean the name of a bean itself
	 * @throws InvalidTcpServerException if there are such names
	 */
	public static <B> void rejectSame(String kind, Map<String, List<B>> named, Function<B, String> bean) {
		Map<String, Map.Entry<String, List<B>>> spellings = new HashMap<>();
		for (Map.Entry<String, List<B>> entry : named.entrySet()) {
			Map.Entry<String, List<B>> other = spellings.putIfAbsent(canonical(entry.getKey()), entry);
			if (other != null) {
				throw Mistakes.sameSpelling(kind, describe(other, bean), describe(entry, bean));
			}
		}
	}

	private static <B> String describe(Map.Entry<String, List<B>> named, Function<B, String> bean) {
		return "'" + named.getKey() + "' (" + Mistakes.beans(named.getValue().stream().map(bean).toList()) + ")";
	}

	/**
	 * Refuse beans that have no name for their server or client and would become one by
	 * chance.
	 * @param kind what would have the name: server or client
	 * @param name the name that follows from those of the beans
	 * @param unnamed the beans
	 * @throws InvalidTcpServerException if there are several
	 */
	public static void rejectChance(String kind, String name, List<String> unnamed) {
		if (unnamed.size() > 1) {
			throw Mistakes.sameNameByChance(kind, name, unnamed);
		}
	}

	/**
	 * Return the names that parent contexts have: their properties are in the environment
	 * of their children too.
	 * @param <R> type of the registrar
	 * @param beanFactory the bean factory of the child
	 * @param registrar who collects names in each context
	 * @param names the names that it has collected, those of its own parents included
	 * @return the names, empty if there is no parent
	 */
	public static <R> Set<String> ofParents(HierarchicalBeanFactory beanFactory, Class<R> registrar,
			Function<R, Set<String>> names) {
		BeanFactory parent = beanFactory.getParentBeanFactory();
		R found = (parent != null) ? parent.getBeanProvider(registrar).getIfAvailable() : null;
		return (found != null) ? names.apply(found) : Set.of();
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
