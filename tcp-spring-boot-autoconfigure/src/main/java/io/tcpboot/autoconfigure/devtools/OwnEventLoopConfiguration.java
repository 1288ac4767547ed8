package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.SocketKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps nothing, as sockets end with an event loop of the application's own.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tcp.devtools.keep-connections", matchIfMissing = true)
@ConditionalOnBean(value = TcpEventLoop.class, search = SearchStrategy.CURRENT)
class OwnEventLoopConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(OwnEventLoopConfiguration.class);

	@Bean
	SocketKeeper tcpSocketKeeper(ApplicationContext context) {
		KeptSockets.shared().closeWaiting();
		if (Placement.isReloaded(context.getClassLoader())) {
			logger.info("TCP sockets close when DevTools restarts the application: it has a TcpEventLoop bean of its "
					+ "own, which ends with it");
		}
		return SocketKeeper.NONE;
	}

}
