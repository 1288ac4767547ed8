package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.client.ClientOptionsSource;
import io.tcpboot.client.TcpClientCustomizer;
import io.tcpboot.client.TcpClientLifecycle;
import io.tcpboot.client.TcpClientRegistrar;
import io.tcpboot.client.TcpClients;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.SocketKeeper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of TCP clients. Works without the one of servers, which may be
 * excluded.
 */
@AutoConfiguration(after = TcpAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "tcp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TcpProperties.class)
@Import({ CustomEventLoopConfiguration.class, EventLoopConfiguration.class })
public final class TcpClientAutoConfiguration {

	@Bean
	ClientOptionsSource tcpClientOptionsSource(TcpProperties properties, Environment environment,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<TcpClientCustomizer> customizers) {
		return new ClientOptionsFactory(properties, Binder.get(environment), new SslBundleTlsSource(sslBundles),
				customizers.orderedStream().toList());
	}

	@Bean
	TcpClients tcpClients(ObjectProvider<TcpEventLoop> eventLoop, ClientOptionsSource options,
			ObjectProvider<SocketKeeper> keeper) {
		return new TcpClients(eventLoop::getObject, options.gracePeriod(),
				keeper.getIfAvailable(() -> SocketKeeper.NONE));
	}

	@Bean
	TcpClientRegistrar tcpClientRegistrar(ConfigurableListableBeanFactory beanFactory, ClientOptionsSource options,
			TcpClients clients, ObjectProvider<CallDecorator> decorators) {
		return new TcpClientRegistrar(beanFactory, options, clients, decorators);
	}

	/**
	 * There before anything can fail that comes after the registrar: it gives back what
	 * was taken then.
	 */
	@Bean
	@Lazy(false)
	TcpClientLifecycle tcpClientLifecycle(TcpClientRegistrar registrar, TcpClients clients) {
		return new TcpClientLifecycle(registrar, clients);
	}

}
