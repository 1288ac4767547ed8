package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.server.TcpServerLifecycle;
import io.tcpboot.server.TcpServerRegistrar;
import io.tcpboot.server.TcpServers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of TCP servers.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tcp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TcpProperties.class)
@Import({ CustomEventLoopConfiguration.class, EventLoopConfiguration.class, NoServerConfiguration.class })
public final class TcpAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(annotation = TcpServer.class, search = SearchStrategy.CURRENT)
	static class ServerConfiguration {

		@Bean
		TcpServers tcpServers() {
			return new TcpServers();
		}

		@Bean
		TcpServerRegistrar tcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, TcpProperties properties,
				ObjectProvider<TcpServerCustomizer> customizers) {
			return new TcpServerRegistrar(beanFactory,
					new ServerOptionsFactory(properties, null, customizers.orderedStream().toList()));
		}

		@Bean
		TcpServerLifecycle tcpServerLifecycle(TcpEventLoop eventLoop, TcpServerRegistrar registrar,
				TcpServers servers) {
			return new TcpServerLifecycle(eventLoop, registrar, servers);
		}

	}

}
