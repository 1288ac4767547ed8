package io.tcpboot.autoconfigure.actuate;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.HandlerBeanFinder;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketHandlersFactory;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The handler methods of the application's beans, by what they serve. Looked for once.
 */
final class HandlerMethods {

	private final HandlerBeanFinder finder;

	private final SingletonSupplier<Map<String, List<HandlerDescription>>> servers;

	private final SingletonSupplier<Map<String, List<HandlerDescription>>> clients;

	HandlerMethods(ConfigurableListableBeanFactory beanFactory) {
		this.finder = new HandlerBeanFinder(beanFactory);
		this.servers = SingletonSupplier.of(() -> describe(
				this.finder.find(TcpServer.class).stream().collect(Collectors.groupingBy(this::serverName))));
		this.clients = SingletonSupplier.of(() -> describe(
				this.finder.find(TcpClient.class).stream().collect(Collectors.groupingBy(this::clientName))));
	}

	private static Map<String, List<HandlerDescription>> describe(Map<String, List<HandlerBean>> beans) {
		return beans.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> SocketHandlersFactory.describe(entry.getValue())));
	}

	private String serverName(HandlerBean bean) {
		TcpServer annotation = this.finder.annotation(bean, TcpServer.class);
		return name(bean, this.finder.resolve(bean, annotation, "name", annotation.name()));
	}

	private String clientName(HandlerBean bean) {
		TcpClient annotation = this.finder.annotation(bean, TcpClient.class);
		return name(bean, this.finder.resolve(bean, annotation, "name", annotation.name()));
	}

	private static String name(HandlerBean bean, String name) {
		return StringUtils.hasLength(name) ? name : Names.ofBean(bean.name());
	}

	/**
	 * Return those of a server: none, if it was opened at run time.
	 */
	List<HandlerDescription> server(String name) {
		return this.servers.obtain().getOrDefault(name, List.of());
	}

	List<HandlerDescription> client(String name) {
		return this.clients.obtain().getOrDefault(name, List.of());
	}

}
