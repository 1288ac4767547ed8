package io.tcpboot.server;

import java.util.List;

import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.HandlerBeanFinder;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;

/**
 * Finds the beans annotated with {@link TcpServer}.
 */
final class ServerBeanFinder {

	private final ConfigurableListableBeanFactory beanFactory;

	ServerBeanFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the beans in the order in which to call them.
	 */
	List<ServerBean> find() {
		return new HandlerBeanFinder(this.beanFactory).find(TcpServer.class).stream().map(this::serverBean).toList();
	}

	private ServerBean serverBean(HandlerBean bean) {
		TcpServer annotation = this.beanFactory.findAnnotationOnBean(bean.name(), TcpServer.class, false);
		Assert.state(annotation != null, () -> bean + " has lost its annotation");
		return new ServerBean(bean, annotation);
	}

}
