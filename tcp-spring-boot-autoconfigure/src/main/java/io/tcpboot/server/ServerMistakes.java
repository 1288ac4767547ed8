package io.tcpboot.server;

import java.util.Collection;
import java.util.stream.Collectors;

import io.tcpboot.handler.InvalidTcpServerException;

/**
 * What can be wrong with the beans of servers, in words.
 */
final class ServerMistakes {

	private ServerMistakes() {
	}

	static InvalidTcpServerException different(String attribute, String server, Collection<String> beans,
			Collection<?> values) {
		return new InvalidTcpServerException(
				"The " + beans(beans) + " give the TCP server '" + server + "' different values of " + attribute + ": "
						+ join(values) + ".",
				"Leave the attribute " + attribute + " of @TcpServer on one of them, or use different names for "
						+ "different servers.");
	}

	static InvalidTcpServerException samePort(TcpServerDefinition one, TcpServerDefinition other) {
		return new InvalidTcpServerException(
				"The TCP servers '" + one.name() + "' (" + beans(one.declaration().beans()) + ") and '" + other.name()
						+ "' (" + beans(other.declaration().beans()) + ") are both to listen on port "
						+ one.options().port() + ".",
				"Change one of the ports; or give the beans the same attribute name of @TcpServer if they are to be "
						+ "one server.");
	}

	static InvalidTcpServerException nameTaken(TcpServerDefinition server) {
		return new InvalidTcpServerException(
				"The TCP server '" + server.name() + "' (" + beans(server.declaration().beans())
						+ ") cannot start: another one of this name was opened with TcpServers.listen.",
				"Change one of the names.");
	}

	private static String beans(Collection<String> names) {
		String prefix = (names.size() == 1) ? "bean " : "beans ";
		return prefix + join(names.stream().map((name) -> "'" + name + "'").toList());
	}

	private static String join(Collection<?> items) {
		return items.stream().map(Object::toString).collect(Collectors.joining(" and "));
	}

}
