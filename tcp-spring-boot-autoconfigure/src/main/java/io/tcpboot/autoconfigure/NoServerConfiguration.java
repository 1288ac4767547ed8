package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Set;

import io.tcpboot.annotation.TcpServer;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Configuration;

/**
 * Refuses the properties of servers when there is no server.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(annotation = TcpServer.class)
class NoServerConfiguration implements SmartInitializingSingleton {

	private final TcpProperties properties;

	NoServerConfiguration(TcpProperties properties) {
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		new ServerOptionsFactory(this.properties, null, List.of()).rejectUnknown(Set.of());
	}

}
