package io.tcpboot.autoconfigure.actuate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

import io.tcpboot.TcpEventLoop;

import org.springframework.beans.factory.BeanFactory;
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
		return Hierarchy.factories(this.beanFactory).stream().flatMap(LiveEventLoop::made).findFirst();
	}

	private static Stream<TcpEventLoop> made(ListableBeanFactory factory) {
		return Arrays.stream(factory.getBeanNamesForType(TcpEventLoop.class, true, false))
			.filter((name) -> factory instanceof SingletonBeanRegistry registry && registry.containsSingleton(name))
			.map((name) -> factory.getBean(name, TcpEventLoop.class));
	}

}
