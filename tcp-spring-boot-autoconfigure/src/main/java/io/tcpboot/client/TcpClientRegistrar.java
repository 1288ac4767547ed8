package io.tcpboot.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.tcpboot.annotation.TcpClient;
import io.tcpboot.handler.AnnotatedBean;
import io.tcpboot.handler.AnnotatedBeanFinder;
import io.tcpboot.handler.SocketHandlersFactory;

import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Collects the clients of the application when all beans are there, and connects none. It
 * counts as dependent on the beans that it finds, and so does whoever depends on it: that
 * is destroyed before a bean that it might still call.
 */
public final class TcpClientRegistrar implements SmartInitializingSingleton, BeanNameAware {

	private final ConfigurableListableBeanFactory beanFactory;

	private final ClientOptionsSource optionsSource;

	private final TcpClients clients;

	private String beanName = "";

	/**
	 * Create a registrar.
	 * @param beanFactory has the beans
	 * @param optionsSource completes what the beans say
	 * @param clients where to register the clients
	 */
	public TcpClientRegistrar(ConfigurableListableBeanFactory beanFactory, ClientOptionsSource optionsSource,
			TcpClients clients) {
		this.beanFactory = beanFactory;
		this.optionsSource = optionsSource;
		this.clients = clients;
	}

	@Override
	public void setBeanName(String name) {
		this.beanName = name;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<AnnotatedBean<TcpClient>> beans = new AnnotatedBeanFinder<>(this.beanFactory, TcpClient.class,
				ClientMistakes::noSingleton)
			.find();
		beans.forEach((bean) -> this.beanFactory.registerDependentBean(bean.name(), this.beanName));
		Map<String, List<AnnotatedBean<TcpClient>>> clients = beans.stream()
			.collect(Collectors.groupingBy((bean) -> bean.nameOr(bean.annotation().name()), LinkedHashMap::new,
					Collectors.toUnmodifiableList()));
		this.optionsSource.rejectUnknown(clients.keySet());
		this.clients
			.declare(clients.entrySet().stream().map((client) -> define(client.getKey(), client.getValue())).toList());
	}

	private ClientDefinition define(String name, List<AnnotatedBean<TcpClient>> beans) {
		ClientDeclaration declaration = ClientDeclaration.of(name, beans);
		ManagedClientOptions options = this.optionsSource.options(declaration);
		return new ClientDefinition(name, options,
				SocketHandlersFactory.client(name, beans.stream().map(AnnotatedBean::bean).toList()).handlers());
	}

}
