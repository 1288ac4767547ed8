package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.server.ServerDeclaration;
import io.tcpboot.server.TcpServerCustomizer;

/**
 * What can be wrong with the options of servers and is no property's fault, in words.
 */
final class ServerOptionMistakes {

	private ServerOptionMistakes() {
	}

	static InvalidTcpServerException annotatedWrongly(ServerDeclaration server, IllegalArgumentException ex) {
		return new InvalidTcpServerException(
				"The TCP server '" + server.name() + "' is annotated with a wrong value: " + ex.getMessage() + ".",
				"Correct @TcpServer on " + beans(server) + ".");
	}

	static InvalidTcpServerException noPort(ServerDeclaration server) {
		return new InvalidTcpServerException("The TCP server '" + server.name() + "' has no port.",
				"Set the attribute port of @TcpServer on " + beans(server) + ", or the property tcp.servers."
						+ server.name() + ".port. 0 takes any free one.");
	}

	static InvalidTcpServerException customizedWrongly(ServerDeclaration server, List<TcpServerCustomizer> customizers,
			IllegalArgumentException ex) {
		String types = customizers.stream()
			.map((customizer) -> customizer.getClass().getName())
			.collect(Collectors.joining(", "));
		return new InvalidTcpServerException(
				"The TCP server '" + server.name() + "' is customized with a wrong value: " + ex.getMessage() + ".",
				"Correct what the beans of type TcpServerCustomizer do to it: " + types + ".");
	}

	private static String beans(ServerDeclaration server) {
		return server.beans().stream().map((bean) -> "bean '" + bean + "'").collect(Collectors.joining(" or "));
	}

}
