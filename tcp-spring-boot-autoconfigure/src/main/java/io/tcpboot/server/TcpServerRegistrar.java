package io.tcpboot.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.tcpboot.ServerOptions;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.handler.HandlerSet;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketHandlersFactory;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.ObjectProvider;
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

	private final ObjectProvider<CallDecorator> decorators;

	private String beanName = "";

	// Of parent contexts too.
	private final Set<String> names = new LinkedHashSet<>();

	private List<TcpServerDefinition> definitions = List.of();

	public TcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, ServerOptionsSource optionsSource,
			ObjectProvider<CallDecorator> decorators) {
		this.beanFactory = beanFactory;
		this.optionsSource = optionsSource;
		this.decorators = decorators;
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.names.addAll(Names.ofParents(this.beanFactory, TcpServerRegistrar.class, (parent) -> parent.names));
		List<ServerBean> beans = new ServerBeanFinder(this.beanFactory).find();
		beans.forEach((bean) -> this.beanFactory.registerDependentBean(bean.beanName(), this.beanName));
		Map<String, List<ServerBean>> servers = beans.stream()
			.collect(
					Collectors.groupingBy(ServerBean::serverName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
		Names.rejectSame("server", servers, ServerBean::beanName);
		this.names.addAll(servers.keySet());
		this.optionsSource.rejectUnknown(this.names);
		this.definitions = define(servers);
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
		HandlerSet handlers = handlers(name, beans.stream().map(ServerBean::bean).toList());
		return new TcpServerDefinition(declaration, options, handlers);
	}

	private HandlerSet handlers(String name, List<HandlerBean> beans) {
		return SocketHandlersFactory.server(name, beans, CallDecorator.all(this.decorators.orderedStream().toList()));
	}

	/**
	 * Return whether annotated beans have a server of this name, in whatever spelling.
	 */
	boolean isKnown(String name) {
		return definition(name).isPresent();
	}

	/**
	 * Return the methods of a server, none if no annotated beans have it.
	 */
	List<HandlerDescription> methods(String name) {
		return definition(name).map((definition) -> definition.handlers().methods()).orElse(List.of());
	}

	private Optional<TcpServerDefinition> definition(String name) {
		return this.definitions.stream().filter((definition) -> Names.same(definition.name(), name)).findFirst();
	}

	/**
	 * Look at the beans of a server anew.
	 */
	HandlerSet handlers(String name) {
		List<HandlerBean> beans = new ServerBeanFinder(this.beanFactory).find()
			.stream()
			.filter((bean) -> bean.serverName().equals(name))
			.map(ServerBean::bean)
			.toList();
		return handlers(name, beans);
	}

	List<TcpServerDefinition> definitions() {
		return this.definitions;
	}

}
