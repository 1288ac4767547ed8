package io.tcpboot.autoconfigure;

import java.util.Map;

import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.InvalidTcpServerException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerPropertiesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
		.withBean(MyEcho.class);

	@Test
	void whenPortIsAPropertyItGoesBeforeTheAnnotation() {
		this.contextRunner.withPropertyValues("tcp.servers.my-echo.port=0")
			.run((context) -> assertThat(Peers.port(context, "my-echo")).isNotEqualTo(MyEcho.UNUSED_PORT).isPositive());
	}

	@Test
	void whenPortIsAnEnvironmentVariableTheServersNameMatches() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("TCP_SERVERS_MYECHO_PORT", "0"))))
			.run((context) -> assertThat(Peers.port(context, "my-echo")).isNotEqualTo(MyEcho.UNUSED_PORT).isPositive());
	}

	@Test
	void whenOnlyThePropertySaysThePortItWillDo() {
		this.contextRunner.withBean(NoPort.class)
			.withPropertyValues("tcp.servers.my-echo.port=0", "tcp.servers.no-port.port=0")
			.run((context) -> assertThat(Peers.port(context, "no-port")).isPositive());
	}

	@Test
	void whenNobodySaysThePortTheStartFails() {
		this.contextRunner.withBean("noPort", NoPort.class)
			.withPropertyValues("tcp.servers.my-echo.port=0")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTcpServerException.class)
				.hasMessage(
						"The TCP server 'no-port' has no port. Set the attribute port of @TcpServer on bean 'noPort', "
								+ "or the property tcp.servers.no-port.port. 0 takes any free one."));
	}

	@Test
	void whenPropertyIsWrongTheFailureNamesItsKey() {
		this.contextRunner.withPropertyValues("tcp.servers.my-echo.port=65536")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage("Property tcp.servers.my-echo.port with value '65536' is invalid: "
						+ "port: 65536 (expected: 0-65535)"));
	}

	@Test
	void whenNoServerHasTheNameTheStartFails() {
		this.contextRunner.withPropertyValues("tcp.servers.my-ecko.port=0")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTcpServerException.class)
				.hasMessage(
						"The properties 'tcp.servers.my-ecko' are for a TCP server that does not exist. Use the name of "
								+ "a server (my-echo), or name a bean's server 'my-ecko' with @TcpServer."));
	}

	@TcpServer(name = "my-echo", port = MyEcho.UNUSED_PORT)
	static class MyEcho extends Echo {

		/** Nothing listens there: every test says another one. */
		static final int UNUSED_PORT = 1;

	}

	@TcpServer(name = "no-port")
	static class NoPort {

		@OnData
		void data() {
		}

	}

}
