package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.UnclaimedHandlers;
import io.tcpboot.server.ServerOptionsSource;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.server.TcpServerLifecycle;
import io.tcpboot.server.TcpServerRegistrar;
import io.tcpboot.server.TcpServerShutdownLifecycle;
import io.tcpboot.server.TcpServers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of TCP servers.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tcp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TcpProperties.class)
@Import({ CustomEventLoopConfiguration.class, EventLoopConfiguration.class, NoServerConfiguration.class })
public final class TcpAutoConfiguration {

	@Bean
	ServerOptionsSource tcpServerOptionsSource(TcpProperties properties,
			ObjectProvider<TcpServerCustomizer> customizers) {
		return new ServerOptionsFactory(properties, null, customizers.orderedStream().toList());
	}

	@Bean
	TcpServerRegistrar tcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, ServerOptionsSource options) {
		return new TcpServerRegistrar(beanFactory, options);
	}

	@Bean
	UnclaimedHandlers tcpUnclaimedHandlers(ConfigurableListableBeanFactory beanFactory) {
		return new UnclaimedHandlers(beanFactory);
	}

	@Bean
	TcpServers tcpServers(ApplicationContext context, ObjectProvider<TcpEventLoop> eventLoop,
			TcpServerRegistrar registrar) {
		return new TcpServers(context, eventLoop, registrar);
	}

	@Bean
	TcpServerLifecycle tcpServerLifecycle(TcpServers servers, ServerOptionsSource options) {
		return new TcpServerLifecycle(servers, options.gracePeriod());
	}

	@Bean
	TcpServerShutdownLifecycle tcpServerShutdownLifecycle(ApplicationContext context, TcpServers servers,
			ServerOptionsSource options) {
		return new TcpServerShutdownLifecycle(context, servers, options.gracePeriod());
	}

}
