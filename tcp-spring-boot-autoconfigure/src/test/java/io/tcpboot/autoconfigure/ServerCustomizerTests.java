package io.tcpboot.autoconfigure;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.framing.Framing;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

class ServerCustomizerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
		.withBean(TcpEventLoop.class, TcpEventLoop::shared, (bean) -> bean.setDestroyMethodName(""));

	@Test
	void whenThereAreSeveralTheyAreCalledInTheirOrder() {
		this.contextRunner.withBean(Echo.class)
			.withUserConfiguration(Two.class)
			.withPropertyValues("tcp.servers.echo.framing.type=fixed", "tcp.servers.echo.framing.length=1")
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connect(context, "echo")) {
					assertThat(peer.send("hello;").readText(6)).isEqualTo("hello;");
				}
			});
	}

	@Test
	void whenOnlyACustomizerSaysThePortItWillDo() {
		this.contextRunner.withBean("open", NoPort.class)
			.withBean(TcpServerCustomizer.class, () -> (name, options) -> options.port(0))
			.run((context) -> assertThat(context.getBean(TcpServers.class).names()).containsExactly("open"));
	}

	@Test
	void whenACustomizerIsWrongItIsNamed() {
		this.contextRunner.withBean(Echo.class).withBean(Wrong.class).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(InvalidTcpServerException.class);
			FailureAnalysis analysis = new InvalidTcpServerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription())
				.isEqualTo("The TCP server 'echo' is customized with a wrong value: backlog: 0 (expected: >= 1).");
			assertThat(analysis.getAction()).isEqualTo(
					"Correct what the beans of type TcpServerCustomizer do to it: " + Wrong.class.getName() + ".");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Two {

		@Bean
		@Order(2)
		TcpServerCustomizer second() {
			return (name, options) -> options.socket((socket) -> socket.framing(Framing.delimited(";")));
		}

		@Bean
		@Order(1)
		TcpServerCustomizer first() {
			return (name, options) -> options.socket((socket) -> socket.framing(Framing.lines()));
		}

	}

	static class Wrong implements TcpServerCustomizer {

		@Override
		public void customize(String name, ServerOptions.Builder options) {
			options.backlog(0);
		}

	}

	@TcpServer
	static class NoPort {

		@OnData
		void data() {
		}

	}

}
