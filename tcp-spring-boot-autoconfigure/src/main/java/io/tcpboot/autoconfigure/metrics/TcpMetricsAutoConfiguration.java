package io.tcpboot.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of meters.
 */
@AutoConfiguration(after = { TcpAutoConfiguration.class, TcpClientAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, TcpServers.class, TcpClients.class })
public final class TcpMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServerMeters tcpServerMeters(ApplicationContext context) {
		return new ServerMeters(context);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientMeters tcpClientMeters(ApplicationContext context) {
		return new ClientMeters(context);
	}

	@Bean
	@ConditionalOnMissingBean
	static EventLoopMeters tcpEventLoopMeters() {
		return new EventLoopMeters();
	}

	@Bean
	@ConditionalOnBooleanProperty("tcp.metrics.handler-timing")
	@ConditionalOnMissingBean
	HandlerTimers tcpHandlerTimers(MeterRegistry registry) {
		return new HandlerTimers(registry);
	}

}
