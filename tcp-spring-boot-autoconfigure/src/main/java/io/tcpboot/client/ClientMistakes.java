package io.tcpboot.client;

import java.util.Collection;
import java.util.stream.Collectors;

import io.tcpboot.handler.InvalidTcpServerException;

/**
 * What can be wrong with the beans of clients, in words.
 */
final class ClientMistakes {

	private ClientMistakes() {
	}

	static InvalidTcpServerException different(String attribute, String client, Collection<String> beans,
			Collection<?> values) {
		return new InvalidTcpServerException(
				"The " + beans(beans) + " give the TCP client '" + client + "' different values of " + attribute + ": "
						+ join(values) + ".",
				"Leave the attribute " + attribute + " of @TcpClient on one of them, or use different names for "
						+ "different clients.");
	}

	private static String beans(Collection<String> names) {
		return ((names.size() == 1) ? "bean " : "beans ")
				+ join(names.stream().map((name) -> "'" + name + "'").toList());
	}

	private static String join(Collection<?> items) {
		return items.stream().map(Object::toString).collect(Collectors.joining(" and "));
	}

}
