package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Configuration;

/**
 * Refuses {@code tcp.event-loop} when the application has an event loop of its own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(value = TcpEventLoop.class, search = SearchStrategy.CURRENT)
class CustomEventLoopConfiguration implements SmartInitializingSingleton {

	private final TcpProperties properties;

	CustomEventLoopConfiguration(TcpProperties properties) {
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		new EventLoopFactory(this.properties.getEventLoop()).rejectSettings();
	}

}
