package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.SocketKeeper;
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
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of TCP servers.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tcp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TcpProperties.class)
@Import({ CustomEventLoopConfiguration.class, EventLoopConfiguration.class })
public final class TcpAutoConfiguration {

	@Bean
	ServerOptionsSource tcpServerOptionsSource(TcpProperties properties, Environment environment,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<TcpServerCustomizer> customizers) {
		return new ServerOptionsFactory(properties, Binder.get(environment), new SslBundleTlsSource(sslBundles),
				customizers.orderedStream().toList());
	}

	@Bean
	TcpServerRegistrar tcpServerRegistrar(ConfigurableListableBeanFactory beanFactory, ServerOptionsSource options,
			ObjectProvider<CallDecorator> decorators) {
		return new TcpServerRegistrar(beanFactory, options, decorators);
	}

	@Bean
	UnclaimedHandlers tcpUnclaimedHandlers(ConfigurableListableBeanFactory beanFactory) {
		return new UnclaimedHandlers(beanFactory);
	}

	@Bean
	TcpServers tcpServers(ApplicationContext context, ObjectProvider<TcpEventLoop> eventLoop,
			TcpServerRegistrar registrar, ObjectProvider<SocketKeeper> keeper) {
		return new TcpServers(context, eventLoop, registrar, keeper.getIfAvailable(() -> SocketKeeper.NONE));
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
