package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
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

	/**
	 * In each context: a child has servers that its parent does not know of.
	 */
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	TcpEndpoint tcpEndpoint(TcpEndpointProperties properties, BeanFactory beanFactory,
			ApplicationEventPublisher publisher) {
		return new TcpEndpoint(Hierarchy.beans(beanFactory, TcpServers.class),
				Hierarchy.beans(beanFactory, TcpClients.class), new LiveEventLoop(beanFactory), new Operator(publisher),
				maxSockets(properties), new Peers(properties.getShowRemoteAddress(), properties.getRoles()));
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
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	TcpEndpointWebExtension tcpEndpointWebExtension(TcpEndpoint endpoint) {
		return new TcpEndpointWebExtension(endpoint);
	}

}
