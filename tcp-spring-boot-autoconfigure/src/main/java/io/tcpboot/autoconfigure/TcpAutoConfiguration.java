package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.server.ServerOptionsSource;
import io.tcpboot.server.TcpServerLifecycle;
import io.tcpboot.server.TcpServerRegistrar;
import io.tcpboot.server.TcpServerShutdownLifecycle;
import io.tcpboot.server.TcpServers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of TCP servers.
 */
@AutoConfiguration
@EnableConfigurationProperties(TcpProperties.class)
public final class TcpAutoConfiguration {

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@Lazy
	TcpEventLoop tcpEventLoop() {
		return TcpEventLoop.create();
	}

	@Bean
	ServerOptionsSource tcpServerOptionsSource(TcpProperties properties) {
		return new ServerOptionsFactory(properties);
	}

	@Bean
	TcpServerRegistrar tcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, ServerOptionsSource options) {
		return new TcpServerRegistrar(beanFactory, options);
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
