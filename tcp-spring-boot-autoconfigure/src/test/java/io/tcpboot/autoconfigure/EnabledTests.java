package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.server.TcpServerLifecycle;
import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class EnabledTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenTcpIsDisabledThereIsNothing() {
		this.contextRunner.withBean(Echo.class)
			.withPropertyValues("tcp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TcpServerLifecycle.class)
				.doesNotHaveBean(TcpEventLoop.class)
				.doesNotHaveBean(TcpProperties.class));
	}

	@Test
	void whenAServerIsDisabledTheOthersStart() {
		this.contextRunner.withBean(Echo.class)
			.withBean("other", Other.class)
			.withPropertyValues("tcp.servers.other.enabled=false")
			.run((context) -> assertThat(context.getBean(TcpServers.class).names()).containsExactly("echo"));
	}

	@Test
	void whenThereIsNoServerPropertiesOfOneAreRefused() {
		this.contextRunner.withPropertyValues("tcp.servers.echo.port=0")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidTcpServerException.class)
				.hasMessage("The properties 'tcp.servers.echo' are for a TCP server that does not exist. "
						+ "Remove them, or name a bean's server 'echo' with @TcpServer."));
	}

	/**
	 * Would fail if it were looked at: it has no port.
	 */
	@TcpServer
	static class Other extends Echo {

	}

}
