package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code tcp}.
 */
@AutoConfiguration(after = { TcpAutoConfiguration.class, TcpClientAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(TcpEndpoint.class)
@ConditionalOnBean({ TcpServers.class, TcpClients.class })
@EnableConfigurationProperties(TcpEndpointProperties.class)
public final class TcpEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TcpEndpoint tcpEndpoint(TcpEndpointProperties properties, TcpServers servers, TcpClients clients,
			ConfigurableListableBeanFactory beanFactory, ApplicationEventPublisher publisher) {
		return new TcpEndpoint(servers, clients, new LiveEventLoop(beanFactory), new HandlerMethods(beanFactory),
				new Operator(publisher), maxSockets(properties),
				new Peers(properties.getShowRemoteAddress(), properties.getRoles()));
	}

	private static int maxSockets(TcpEndpointProperties properties) {
		int maxSockets = properties.getMaxSockets();
		if (maxSockets < 1) {
			throw new InvalidConfigurationPropertyValueException("tcp.endpoint.max-sockets", maxSockets,
					"maxSockets: " + maxSockets + " (expected: >= 1)");
		}
		return maxSockets;
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	TcpEndpointWebExtension tcpEndpointWebExtension(TcpEndpoint endpoint) {
		return new TcpEndpointWebExtension(endpoint);
	}

}
