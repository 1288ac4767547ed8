package io.tcpboot.client;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.TcpClient;

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
		List<String> unnamed = names(beans.stream().filter((bean) -> !bean.isNamed()));
		if (unnamed.size() > 1) {
			throw ClientMistakes.sameNameByChance(name, unnamed);
		}
		List<String> beanNames = names(beans.stream());
		Attributes attributes = new Attributes(name, beanNames, beans.stream().map(ClientBean::annotation).toList());
		return new ClientDeclaration(name, attributes.single("host", TcpClient::host, ""),
				attributes.single("port", TcpClient::port, TcpClient.NO_PORT),
				attributes.single("framing", TcpClient::framing, FramingType.UNSPECIFIED),
				attributes.single("connect", TcpClient::connect, TcpClient.Connect.AT_START), beanNames);
	}

	private static List<String> names(Stream<ClientBean> beans) {
		return beans.map(ClientBean::beanName).toList();
	}

	/**
	 * The annotations of one client.
	 */
	private record Attributes(String client, List<String> beans, List<TcpClient> annotations) {

		<T> T single(String attribute, Function<TcpClient, T> getter, T none) {
			List<T> given = this.annotations.stream()
				.map(getter)
				.filter((value) -> !value.equals(none))
				.distinct()
				.toList();
			if (given.size() > 1) {
				throw ClientMistakes.different(attribute, this.client, this.beans, given);
			}
			return given.isEmpty() ? none : given.get(0);
		}

	}

}
