package io.tcpboot.client;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.tcpboot.annotation.TcpClient;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.HandlerBeanFinder;
import io.tcpboot.handler.HandlerSet;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketHandlersFactory;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Collects the clients of the application when all beans are there, and connects none. It
 * counts as dependent on the beans that it finds, and so does whoever depends on it: that
 * is destroyed before a bean that it might still call.
 */
public final class TcpClientRegistrar implements SmartInitializingSingleton, BeanNameAware {

	private final ConfigurableListableBeanFactory beanFactory;

	private final HandlerBeanFinder finder;

	private final ClientOptionsSource optionsSource;

	private final TcpClients clients;

	private final ObjectProvider<CallDecorator> decorators;

	// Of parent contexts too.
	private final Set<String> names = new LinkedHashSet<>();

	private String beanName = "";

	/**
	 * Create a registrar.
	 * @param beanFactory has the beans
	 * @param optionsSource completes what the beans say
	 * @param clients where to register the clients
	 * @param decorators what to put around calls of handlers
	 */
	public TcpClientRegistrar(ConfigurableListableBeanFactory beanFactory, ClientOptionsSource optionsSource,
			TcpClients clients, ObjectProvider<CallDecorator> decorators) {
		this.beanFactory = beanFactory;
		this.finder = new HandlerBeanFinder(beanFactory);
		this.optionsSource = optionsSource;
		this.clients = clients;
		this.decorators = decorators;
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.names.addAll(Names.ofParents(this.beanFactory, TcpClientRegistrar.class, (parent) -> parent.names));
		List<ClientBean> beans = beans();
		beans.forEach((bean) -> this.beanFactory.registerDependentBean(bean.beanName(), this.beanName));
		Map<String, List<ClientBean>> clients = beans.stream()
			.collect(
					Collectors.groupingBy(ClientBean::clientName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
		Names.rejectSame("client", clients, ClientBean::beanName);
		this.names.addAll(clients.keySet());
		this.optionsSource.rejectUnknown(this.names);
		this.clients
			.declare(clients.entrySet().stream().map((client) -> define(client.getKey(), client.getValue())).toList());
	}

	private List<ClientBean> beans() {
		return this.finder.find(TcpClient.class).stream().map(this::clientBean).toList();
	}

	private ClientBean clientBean(HandlerBean bean) {
		TcpClient annotation = this.finder.annotation(bean, TcpClient.class);
		return new ClientBean(bean, this.finder.resolve(bean, annotation, "name", annotation.name()),
				this.finder.resolve(bean, annotation, "host", annotation.host()), annotation.port(),
				annotation.framing(), annotation.connect());
	}

	private ClientDefinition define(String name, List<ClientBean> beans) {
		ClientDeclaration declaration = ClientDeclaration.of(name, beans);
		ManagedClientOptions options = this.optionsSource.options(declaration);
		return new ClientDefinition(name, options, handlers(name, beans), () -> handlers(name, beans(name)));
	}

	private List<ClientBean> beans(String name) {
		return beans().stream().filter((bean) -> bean.clientName().equals(name)).toList();
	}

	private HandlerSet handlers(String name, List<ClientBean> beans) {
		return SocketHandlersFactory.client(name, beans.stream().map(ClientBean::bean).toList(),
				CallDecorator.all(this.decorators.orderedStream().toList()));
	}

}
