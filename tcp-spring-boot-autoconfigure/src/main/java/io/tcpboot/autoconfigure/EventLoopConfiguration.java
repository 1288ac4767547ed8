package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.SocketKeeper;

import org.springframework.beans.factory.ObjectProvider;
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

	@Bean
	@Lazy
	EventLoopOwner tcpEventLoopOwner(TcpProperties properties, ObjectProvider<SocketKeeper> keeper) {
		return new EventLoopOwner(new EventLoopFactory(properties.getEventLoop()),
				keeper.getIfAvailable(() -> SocketKeeper.NONE));
	}

	@Bean(destroyMethod = "")
	@Lazy
	TcpEventLoop tcpEventLoop(EventLoopOwner owner) {
		return owner.eventLoop();
	}

}
