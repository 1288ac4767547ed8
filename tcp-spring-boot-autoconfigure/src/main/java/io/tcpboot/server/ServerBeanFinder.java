package io.tcpboot.server;

import java.util.List;

import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.HandlerBeanFinder;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Finds the beans annotated with {@link TcpServer}.
 */
final class ServerBeanFinder {

	private final HandlerBeanFinder beans;

	ServerBeanFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beans = new HandlerBeanFinder(beanFactory);
	}

	/**
	 * Return the beans in the order in which to call them.
	 */
	List<ServerBean> find() {
		return this.beans.find(TcpServer.class).stream().map(this::serverBean).toList();
	}

	private ServerBean serverBean(HandlerBean bean) {
		TcpServer annotation = this.beans.annotation(bean, TcpServer.class);
		return new ServerBean(bean, this.beans.resolve(bean, annotation, "name", annotation.name()), annotation.port(),
				this.beans.resolve(bean, annotation, "address", annotation.address()), annotation.framing());
	}

}
