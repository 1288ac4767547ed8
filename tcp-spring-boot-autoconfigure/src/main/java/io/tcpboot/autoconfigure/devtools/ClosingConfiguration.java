package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.handler.SocketKeeper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps nothing, by the application's wish; nor what it kept before it changed its mind.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tcp.devtools.keep-connections", havingValue = false)
class ClosingConfiguration {

	@Bean
	SocketKeeper tcpSocketKeeper() {
		KeptSockets.shared().closeWaiting();
		return SocketKeeper.NONE;
	}

}
