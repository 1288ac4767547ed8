package io.tcpboot.autoconfigure;

import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.InvalidTcpServerException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the annotations of several beans, or of one, can get wrong. No port is opened.
 */
class ServerMistakesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenTwoServersHaveOnePort() {
		assertMistake(this.contextRunner.withBean("a", On7070.class).withBean("b", On7070.class),
				"The TCP servers 'a' (bean 'a') and 'b' (bean 'b') are both to listen on port 7070.",
				"Change one of the ports; or give the beans the same attribute name of @TcpServer if they are to be one "
						+ "server.");
	}

	@Test
	void whenPropertyGivesTwoServersOnePort() {
		assertMistake(
				this.contextRunner.withBean("a", On7070.class)
					.withBean("b", Each.class)
					.withPropertyValues("tcp.servers.b.port=7070"),
				"The TCP servers 'a' (bean 'a') and 'b' (bean 'b') are both to listen on port 7070.",
				"Change one of the ports; or give the beans the same attribute name of @TcpServer if they are to be one "
						+ "server.");
	}

	@Test
	void whenBeansOfOneServerHaveDifferentPorts() {
		assertMistake(this.contextRunner.withBean("a", Chat7070.class).withBean("b", Chat7071.class),
				"The beans 'a' and 'b' give the TCP server 'chat' different values of port: 7070 and 7071.",
				"Leave the attribute port of @TcpServer on one of them, or use different names for different servers.");
	}

	@Test
	void whenBeansOfOneServerHaveDifferentAddresses() {
		assertMistake(this.contextRunner.withBean("a", Chat7070.class).withBean("b", ChatElsewhere.class),
				"The beans 'a' and 'b' give the TCP server 'chat' different values of address: localhost and elsewhere.",
				"Leave the attribute address of @TcpServer on one of them, or use different names for different servers.");
	}

	@Test
	void whenBeansWithoutNameBecomeOneServerByChance() {
		assertMistake(this.contextRunner.withBean("one.Echo", Echo.class).withBean("two.Echo", Echo.class),
				"The beans 'one.Echo' and 'two.Echo' have no name for their TCP server and would both become 'echo'.",
				"Give each the attribute name of @TcpServer: the same name if they are to be one server.");
	}

	@Test
	void whenNamesOfTwoServersDifferInSpellingOnly() {
		assertMistake(this.contextRunner.withBean("one", MyEcho.class).withBean("two", MyOtherEcho.class),
				"The TCP servers 'my-echo' (bean 'one') and 'myEcho' (bean 'two') have one name for properties, which "
						+ "do not tell capitals and dashes.",
				"Change one of the names; or give the beans the same attribute name of @TcpServer if they are to be one "
						+ "server.");
	}

	@Test
	void whenAttributeIsWrong() {
		assertMistake(this.contextRunner.withBean("far", TooFar.class),
				"The TCP server 'far' is annotated with a wrong value: port: 65536 (expected: 0-65535).",
				"Correct @TcpServer on bean 'far'.");
	}

	@Test
	void whenServerHasNoData() {
		assertMistake(this.contextRunner.withBean("mute", Mute.class),
				"The TCP server 'mute' has no @OnData method, so nobody would receive what peers send.",
				"Add an @OnData method to bean 'mute'.");
	}

	private static void assertMistake(ApplicationContextRunner contextRunner, String description, String action) {
		contextRunner.run((context) -> {
			assertThat(context).getFailure().isInstanceOf(InvalidTcpServerException.class);
			FailureAnalysis analysis = new InvalidTcpServerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description);
			assertThat(analysis.getAction()).isEqualTo(action);
		});
	}

	@TcpServer(port = 7070)
	static class On7070 extends Echo {

	}

	@TcpServer(port = 0)
	static class Each extends Echo {

	}

	@TcpServer(name = "my-echo", port = 0)
	static class MyEcho extends Echo {

	}

	@TcpServer(name = "myEcho", port = 0)
	static class MyOtherEcho extends Echo {

	}

	@TcpServer(port = 65536)
	static class TooFar extends Echo {

	}

	@TcpServer(name = "chat", port = 7070, address = "localhost")
	static class Chat7070 extends Echo {

	}

	@TcpServer(name = "chat", port = 7071)
	static class Chat7071 {

	}

	@TcpServer(name = "chat", address = "elsewhere")
	static class ChatElsewhere {

	}

	@TcpServer(port = 0)
	static class Mute {

		@OnOpen
		void open() {
		}

	}

}
