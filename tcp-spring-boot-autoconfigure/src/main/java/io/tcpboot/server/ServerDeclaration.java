package io.tcpboot.server;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.Names;

/**
 * What the annotations say about a server.
 *
 * @param name name of the server
 * @param port the port, or {@link TcpServer#NO_PORT}
 * @param address the address, empty for every local one
 * @param framing how the stream is cut into messages
 * @param beans names of the beans that make up the server
 */
public record ServerDeclaration(String name, int port, String address, FramingType framing, List<String> beans) {

	/**
	 * Put together what the beans of a server say. Each may leave out what another says.
	 */
	static ServerDeclaration of(String name, List<ServerBean> beans) {
		Names.rejectChance("server", name, names(beans.stream().filter((bean) -> !bean.isNamed())));
		return new ServerDeclaration(name, single("port", name, beans, ServerBean::port, TcpServer.NO_PORT),
				single("address", name, beans, ServerBean::address, ""),
				single("framing", name, beans, ServerBean::framing, FramingType.UNSPECIFIED), names(beans.stream()));
	}

	private static List<String> names(Stream<ServerBean> beans) {
		return beans.map(ServerBean::beanName).toList();
	}

	private static <T> T single(String attribute, String server, List<ServerBean> beans, Function<ServerBean, T> getter,
			T none) {
		List<T> given = beans.stream().map(getter).filter((value) -> !value.equals(none)).distinct().toList();
		if (given.size() > 1) {
			throw ServerMistakes.different(attribute, server, names(beans.stream()), given);
		}
		return given.isEmpty() ? none : given.get(0);
	}

}
