package io.tcpboot.autoconfigure.health;

import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health of servers, and, for those who ask for it, of clients:
 * a peer that is not there must not restart an application.
 */
@AutoConfiguration(after = { TcpAutoConfiguration.class, TcpClientAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("tcp")
@ConditionalOnBean({ TcpServers.class, TcpClients.class })
public final class TcpHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "tcpHealthIndicator", "tcpHealthContributor" })
	ServersHealth tcpHealthContributor(TcpServers servers) {
		return new ServersHealth(servers);
	}

	@Bean
	@ConditionalOnBooleanProperty("tcp.health.clients")
	@ConditionalOnMissingBean(name = { "tcpClientsHealthIndicator", "tcpClientsHealthContributor" })
	ClientsHealth tcpClientsHealthContributor(TcpClients clients) {
		return new ClientsHealth(clients);
	}

}
