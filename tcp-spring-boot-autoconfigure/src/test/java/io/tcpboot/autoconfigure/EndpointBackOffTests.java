package io.tcpboot.autoconfigure;

import io.tcpboot.autoconfigure.actuate.TcpEndpointAutoConfiguration;
import io.tcpboot.autoconfigure.actuate.TcpEndpointProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointBackOffTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				TcpEndpointAutoConfiguration.class));

	private final ApplicationContextRunner exposedRunner = this.contextRunner
		.withPropertyValues("management.endpoints.web.exposure.include=tcp");

	@Test
	void whenExposedItIsThere() {
		this.exposedRunner
			.run((context) -> assertThat(context).hasBean("tcpEndpoint").hasBean("tcpEndpointWebExtension"));
	}

	@Test
	void whenNotExposedThereIsNone() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpEndpoint"));
	}

	@Test
	void whenThereIsNoAccessThereIsNone() {
		this.exposedRunner.withPropertyValues("management.endpoint.tcp.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpEndpoint"));
	}

	@Test
	void whenThereIsNoActuatorThereIsNone() {
		this.exposedRunner.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TcpEndpointProperties.class));
	}

	@Test
	void whenTcpIsSwitchedOffThereIsNone() {
		this.exposedRunner.withPropertyValues("tcp.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tcpEndpoint"));
	}

	@Test
	void whenTheCapIsWrongTheKeyIsNamed() {
		this.exposedRunner.withPropertyValues("tcp.endpoint.max-sockets=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage("Property tcp.endpoint.max-sockets with value '0' is invalid: "
						+ "maxSockets: 0 (expected: >= 1)"));
	}

}
