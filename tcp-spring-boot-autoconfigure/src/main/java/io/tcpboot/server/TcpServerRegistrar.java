package io.tcpboot.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketHandlersFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Collects the servers of the application when all beans are there, and opens no port. It
 * counts as dependent on the beans that it finds, and so does whoever depends on it: that
 * is destroyed before a bean that it might still call.
 */
public final class TcpServerRegistrar implements SmartInitializingSingleton, BeanNameAware {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ServerOptionsSource optionsSource;

	private String beanName = "";

	private List<TcpServerDefinition> definitions = List.of();

	public TcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, ServerOptionsSource optionsSource) {
		this.beanFactory = beanFactory;
		this.optionsSource = optionsSource;
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<ServerBean> beans = new ServerBeanFinder(this.beanFactory).find();
		beans.forEach((bean) -> this.beanFactory.registerDependentBean(bean.beanName(), this.beanName));
		Map<String, List<ServerBean>> servers = beans.stream()
			.collect(
					Collectors.groupingBy(ServerBean::serverName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
		Names.rejectSame(servers.keySet(),
				(one, other) -> ServerMistakes.sameSpelling(one, servers.get(one), other, servers.get(other)));
		if (!servers.isEmpty() || !isAnyInParent()) {
			this.optionsSource.rejectUnknown(servers.keySet());
		}
		this.definitions = define(servers);
	}

	/**
	 * Return whether the properties may be those of a parent context.
	 */
	private boolean isAnyInParent() {
		return BeanFactoryUtils.beanNamesForAnnotationIncludingAncestors(this.beanFactory, TcpServer.class).length > 0;
	}

	private List<TcpServerDefinition> define(Map<String, List<ServerBean>> servers) {
		List<TcpServerDefinition> definitions = new ArrayList<>();
		servers.forEach((name, beans) -> {
			if (this.optionsSource.isEnabled(name)) {
				TcpServerDefinition definition = define(name, beans);
				definitions.forEach(definition::checkPort);
				definitions.add(definition);
			}
		});
		return List.copyOf(definitions);
	}

	private TcpServerDefinition define(String name, List<ServerBean> beans) {
		ServerDeclaration declaration = ServerDeclaration.of(name, beans);
		ServerOptions options = this.optionsSource.options(declaration);
		SocketHandlers<Object> handlers = SocketHandlersFactory.server(name,
				beans.stream().map(ServerBean::bean).toList());
		return new TcpServerDefinition(declaration, options, handlers);
	}

	/**
	 * Return whether annotated beans have a server of this name, in whatever spelling.
	 */
	boolean isKnown(String name) {
		return this.definitions.stream().anyMatch((definition) -> Names.same(definition.name(), name));
	}

	/**
	 * Look at the beans of a server anew.
	 */
	SocketHandlers<Object> handlers(String name) {
		List<HandlerBean> beans = new ServerBeanFinder(this.beanFactory).find()
			.stream()
			.filter((bean) -> bean.serverName().equals(name))
			.map(ServerBean::bean)
			.toList();
		return SocketHandlersFactory.server(name, beans);
	}

	List<TcpServerDefinition> definitions() {
		return this.definitions;
	}

}
