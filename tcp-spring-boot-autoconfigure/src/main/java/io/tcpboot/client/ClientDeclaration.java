package io.tcpboot.client;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.handler.Names;

/**
 * What the annotations say about a client.
 *
 * @param name name of the client
 * @param host the host, empty for none
 * @param port the port, or {@link TcpClient#NO_PORT}
 * @param framing how the stream is cut
 * @param connect when to connect
 * @param beans names of the beans that make up the client
 */
public record ClientDeclaration(String name, String host, int port, FramingType framing, TcpClient.Connect connect,
		List<String> beans) {

	/**
	 * Put together what the beans of a client say. Each may leave out what another says.
	 */
	static ClientDeclaration of(String name, List<ClientBean> beans) {
		Names.rejectChance("client", name, names(beans.stream().filter((bean) -> !bean.isNamed())));
		return new ClientDeclaration(name, single("host", name, beans, ClientBean::host, ""),
				single("port", name, beans, ClientBean::port, TcpClient.NO_PORT),
				single("framing", name, beans, ClientBean::framing, FramingType.UNSPECIFIED),
				single("connect", name, beans, ClientBean::connect, TcpClient.Connect.AT_START), names(beans.stream()));
	}

	private static List<String> names(Stream<ClientBean> beans) {
		return beans.map(ClientBean::beanName).toList();
	}

	private static <T> T single(String attribute, String client, List<ClientBean> beans, Function<ClientBean, T> getter,
			T none) {
		List<T> given = beans.stream().map(getter).filter((value) -> !value.equals(none)).distinct().toList();
		if (given.size() > 1) {
			throw ClientMistakes.different(attribute, client, names(beans.stream()), given);
		}
		return given.isEmpty() ? none : given.get(0);
	}

}
