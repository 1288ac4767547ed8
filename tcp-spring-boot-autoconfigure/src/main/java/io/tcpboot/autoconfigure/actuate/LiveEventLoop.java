package io.tcpboot.autoconfigure.actuate;

import java.util.Optional;

import io.tcpboot.TcpEventLoop;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.SingletonBeanRegistry;

/**
 * The event loop of the application, if it is there already: it is made when the first
 * server or client needs it, and to look must not make it.
 *
 * @param beanFactory may have it, or one of its parents
 */
record LiveEventLoop(BeanFactory beanFactory) {

	Optional<TcpEventLoop> find() {
		BeanFactory factory = this.beanFactory;
		while (factory instanceof ListableBeanFactory listable) {
			String[] names = listable.getBeanNamesForType(TcpEventLoop.class, true, false);
			if (names.length > 0) {
				return bean(listable, names[0]);
			}
			factory = (factory instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory() : null;
		}
		return Optional.empty();
	}

	private static Optional<TcpEventLoop> bean(ListableBeanFactory factory, String name) {
		boolean made = factory instanceof SingletonBeanRegistry registry && registry.containsSingleton(name);
		return (made) ? Optional.of(factory.getBean(name, TcpEventLoop.class)) : Optional.empty();
	}

}
