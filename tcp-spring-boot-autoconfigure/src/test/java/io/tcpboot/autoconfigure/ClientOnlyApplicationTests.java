package io.tcpboot.autoconfigure;

import java.time.Duration;

import io.tcpboot.client.ClientState;
import io.tcpboot.client.TcpClients;
import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A JVM that has nothing but clients ends when its main method has.
 */
class ClientOnlyApplicationTests {

	@Test
	void whenClientIsConnectedTheJvmEndsNevertheless() throws Exception {
		try (TcpTestServer server = TcpTestServer.listen().deadline(Duration.ofSeconds(60));
				ChildJvm jvm = withoutDevTools().run(ClientOnly.class, ClientState.CONNECTED.name(),
						"" + server.port())) {
			try (TcpTestPeer peer = server.accept()) {
				assertThat(peer.readTextToEnd()).isEqualTo("loginbye");
			}
			assertThat(jvm.awaitEnd()).contains("main ends");
		}
	}

	@Test
	void whenClientIsWaitingTheJvmEndsNevertheless() throws Exception {
		try (ClosedPort closed = new ClosedPort();
				ChildJvm jvm = withoutDevTools().run(ClientOnly.class, ClientState.WAITING.name(),
						"" + closed.port())) {
			assertThat(jvm.awaitEnd()).contains("main ends");
		}
	}

	private static ChildJvm.Builder withoutDevTools() {
		return ChildJvm.builder().classPath((entry) -> !entry.contains("spring-boot-devtools"));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TcpAutoConfiguration.class, TcpClientAutoConfiguration.class })
	@Import(LoginFeed.class)
	static class ClientOnly {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(ClientOnly.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			ConfigurableApplicationContext context = application.run("--tcp.clients.feed.host=localhost",
					"--tcp.clients.feed.port=" + args[1], "--tcp.clients.feed.reconnect.delay=20s");
			Awaitility.await()
				.until(() -> context.getBean(TcpClients.class).client("feed").state() == ClientState.valueOf(args[0]));
			System.out.println("main ends");
		}

	}

}
