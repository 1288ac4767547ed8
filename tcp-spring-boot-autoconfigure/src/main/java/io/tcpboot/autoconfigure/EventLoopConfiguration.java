package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The event loop, unless the application has one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(TcpEventLoop.class)
class EventLoopConfiguration {

	@Bean(destroyMethod = "close")
	@Lazy
	TcpEventLoop tcpEventLoop(TcpProperties properties) {
		return new EventLoopFactory(properties.getEventLoop()).create();
	}

}
