package io.tcpboot.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of observations, for those who ask for them.
 */
@AutoConfiguration(after = { TcpAutoConfiguration.class, TcpClientAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBooleanProperty("tcp.observation.enabled")
@ConditionalOnBean(ObservationRegistry.class)
public final class TcpObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HandlerObservations tcpHandlerObservations(ObservationRegistry registry,
			ObjectProvider<TcpHandlerObservationConvention> conventions) {
		return new HandlerObservations(registry, conventions.orderedStream().toList());
	}

}
