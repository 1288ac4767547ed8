package io.tcpboot.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tcpboot.handler.InvalidTcpServerException;

/**
 * What can be wrong with the beans of clients, in words.
 */
final class ClientMistakes {

	private ClientMistakes() {
	}

	static InvalidTcpServerException sameNameByChance(String client, Collection<String> beans) {
		return new InvalidTcpServerException(
				"The " + beans(beans) + " have no name for their TCP client and would both become '" + client + "'.",
				"Give each the attribute name of @TcpClient: the same name if they are to be one client.");
	}

	static InvalidTcpServerException different(String attribute, String client, Collection<String> beans,
			Collection<?> values) {
		return new InvalidTcpServerException(
				"The " + beans(beans) + " give the TCP client '" + client + "' different values of " + attribute + ": "
						+ join(values) + ".",
				"Leave the attribute " + attribute + " of @TcpClient on one of them, or use different names for "
						+ "different clients.");
	}

	static InvalidTcpServerException sameSpelling(Map.Entry<String, List<ClientBean>> one,
			Map.Entry<String, List<ClientBean>> other) {
		return new InvalidTcpServerException(
				"The TCP clients " + named(one) + " and " + named(other)
						+ " have one name for properties, which do not tell capitals and dashes.",
				"Change one of the names; or give the beans the same attribute name of @TcpClient if they are to be one "
						+ "client.");
	}

	private static String named(Map.Entry<String, List<ClientBean>> client) {
		return "'" + client.getKey() + "' (" + beans(client.getValue().stream().map(ClientBean::beanName).toList())
				+ ")";
	}

	private static String beans(Collection<String> names) {
		return ((names.size() == 1) ? "bean " : "beans ")
				+ join(names.stream().map((name) -> "'" + name + "'").toList());
	}

	private static String join(Collection<?> items) {
		return items.stream().map(Object::toString).collect(Collectors.joining(" and "));
	}

}
