package io.tcpboot.server;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.Assert;

/**
 * Finds the beans annotated with {@link TcpServer}. By name, so that lazy ones are found
 * too.
 */
final class ServerBeanFinder {

	private final ListableBeanFactory beanFactory;

	ServerBeanFinder(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return the beans in the order in which to call them.
	 */
	List<ServerBean> find() {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(TcpServer.class))
			.filter((beanName) -> !ScopedProxyUtils.isScopedTarget(beanName))
			.map(this::serverBean)
			.sorted(Comparator.comparingInt(ServerBean::order))
			.toList();
	}

	private ServerBean serverBean(String beanName) {
		if (!this.beanFactory.isSingleton(beanName)) {
			throw ServerMistakes.noSingleton(beanName);
		}
		TcpServer annotation = this.beanFactory.findAnnotationOnBean(beanName, TcpServer.class, false);
		Assert.state(annotation != null, () -> "bean '" + beanName + "' has lost its annotation");
		HandlerBean bean = new HandlerBean(beanName, this.beanFactory.getBean(beanName));
		return new ServerBean(bean, annotation, order(bean));
	}

	private int order(HandlerBean bean) {
		if (bean.instance() instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order order = this.beanFactory.findAnnotationOnBean(bean.name(), Order.class, false);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

}
