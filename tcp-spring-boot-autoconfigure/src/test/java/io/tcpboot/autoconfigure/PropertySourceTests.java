package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.client.TcpClientCustomizer;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.server.TcpServerCustomizer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Properties of a server whose name has a dash, from files and from the environment.
 */
class PropertySourceTests {

	private final Map<String, ServerOptions> seen = new LinkedHashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
		.withBean(TcpEventLoop.class, TcpEventLoop::shared, (bean) -> bean.setDestroyMethodName(""))
		.withBean(TcpServerCustomizer.class, () -> (name, options) -> this.seen.put(name, options.build()))
		.withBean(MyEcho.class);

	@Test
	void whenVariableHasNoDashItOverridesTheFile() {
		with(file("tcp.servers.my-echo.backlog", "1"), environment("TCP_SERVERS_MYECHO_BACKLOG", "2"))
			.run((context) -> assertThat(this.seen.get("my-echo").backlog()).isEqualTo(2));
	}

	@Test
	void whenVariableIsAloneItIsTaken() {
		with(environment("TCP_SERVERS_MYECHO_BACKLOG", "2"))
			.run((context) -> assertThat(this.seen.get("my-echo").backlog()).isEqualTo(2));
	}

	@Test
	void whenFileAndVariableSayDifferentThingsBothHold() {
		with(file("tcp.servers.my-echo.max-connections", "1"), environment("TCP_SERVERS_MYECHO_BACKLOG", "2"))
			.run((context) -> {
				assertThat(this.seen.get("my-echo").maxConnections()).isEqualTo(1);
				assertThat(this.seen.get("my-echo").backlog()).isEqualTo(2);
			});
	}

	@Test
	void whenSourcesSpellTheNameDifferentlyTheMoreSpecificSourceIsTaken() {
		with(file("tcp.servers.my-echo.backlog", "1"), file("tcp.servers[my_echo].backlog", "2"))
			.run((context) -> assertThat(this.seen.get("my-echo").backlog()).isEqualTo(2));
		with(file("tcp.servers[my_echo].backlog", "2"), file("tcp.servers.my-echo.backlog", "1"))
			.run((context) -> assertThat(this.seen.get("my-echo").backlog()).isEqualTo(1));
	}

	@Test
	void whenKubernetesHasAServiceNamedTcpOrTcpServerItDoesNoHarm() {
		with(environment("TCP_PORT", "tcp://10.0.0.1:9000"), environment("TCP_SERVICE_HOST", "10.0.0.1"),
				environment("TCP_SERVER_PORT", "tcp://10.0.0.1:9000"),
				environment("TCP_SERVER_PORT_9000_TCP_ADDR", "10.0.0.1"),
				environment("TCP_SERVER_SERVICE_HOST", "10.0.0.1"), environment("TCP_CLIENT_PORT", "tcp://10.0.0.2:9"))
			.run((context) -> assertThat(Peers.answerToHello(context, "my-echo")).isEqualTo("hello"));
	}

	@Test
	void whenVariableHasAnUnderscoreForTheDashItIsTaken() {
		with(environment("TCP_SERVERS_MY_ECHO_BACKLOG", "2"))
			.run((context) -> assertThat(this.seen.get("my-echo").backlog()).isEqualTo(2));
	}

	@Test
	void whenTheNameIsThatOfABeanItsCapitalsAreUnderscores() {
		with(environment("TCP_SERVERS_OTHER_ECHO_BACKLOG", "2")).withBean("otherEcho", OtherEcho.class)
			.run((context) -> assertThat(this.seen.get("otherEcho").backlog()).isEqualTo(2));
	}

	@Test
	void whenTheAddressIsAPlaceholderItIsResolved() {
		this.contextRunner.withBean("otherEcho", OtherEcho.class)
			.run((context) -> assertThat(this.seen.get("otherEcho").host()).isEqualTo("127.0.0.2"));
		this.contextRunner.withBean("otherEcho", OtherEcho.class)
			.withPropertyValues("other.address=127.0.0.3")
			.run((context) -> assertThat(this.seen.get("otherEcho").host()).isEqualTo("127.0.0.3"));
	}

	@Test
	void whenVariablesAreForAClientTheyAreTaken() {
		Map<String, ClientOptions> clients = new LinkedHashMap<>();
		with(environment("TCP_CLIENTS_MY_UPSTREAM_HOST", "upstream"),
				environment("TCP_CLIENTS_MYUPSTREAM_PORT", "7000"))
			.withConfiguration(AutoConfigurations.of(TcpClientAutoConfiguration.class))
			.withBean(TcpClientCustomizer.class, () -> (name, options) -> clients.put(name, options.build()))
			.withBean("myUpstream", OnUse.class)
			.run((context) -> {
				assertThat(clients.get("myUpstream").host()).isEqualTo("upstream");
				assertThat(clients.get("myUpstream").port()).isEqualTo(7000);
			});
	}

	private ApplicationContextRunner with(PropertySource<?>... sources) {
		return this.contextRunner.withInitializer((context) -> {
			for (PropertySource<?> source : sources) {
				context.getEnvironment().getPropertySources().addFirst(source);
			}
		});
	}

	private static PropertySource<?> file(String key, String value) {
		return new MapPropertySource(key, Map.of(key, value));
	}

	private static PropertySource<?> environment(String name, String value) {
		return new SystemEnvironmentPropertySource(name + "-systemEnvironment", Map.of(name, value));
	}

	@TcpServer(name = "my-echo", port = 0)
	static class MyEcho extends Echo {

	}

	@TcpServer(port = 0, address = "${other.address:127.0.0.2}")
	static class OtherEcho extends Echo {

	}

	@TcpClient(connect = TcpClient.Connect.ON_USE)
	static class OnUse {

		@OnData
		void data(byte[] bytes) {
		}

	}

}
