package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Map;

import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of what should be rare.
 */
class EndpointIncidentsTests {

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("servlet", Trouble.class,
			"tcp.servers.flood.send-buffer-size=8KB", "tcp.clients.lost.reconnect.enabled=false");

	@Test
	void whenHandlersThrowTheEventsAreCounted() {
		try (TcpTestPeer peer = Peers.connect(this.application.context(), "touchy")) {
			peer.send("a").expectEnd();
		}
		assertThat(read("servers", "touchy", "handlerErrors")).containsExactly(Map.of("DATA", 1));
		assertThat(read("servers", "vault", "handlerErrors")).containsExactly(Map.of());
		Awaitility.await()
			.untilAsserted(() -> assertThat(read("clients", "lost", "handlerErrors.CONNECT_ERROR")).containsExactly(1));
	}

	@Test
	void whenAPeerDoesNotKeepUpThatIsPartOfTheTraffic() {
		try (TcpTestPeer peer = Peers.connect(this.application.context(), "flood")) {
			peer.send("a");
			Awaitility.await()
				.untilAsserted(() -> assertThat(read("servers", "flood", "traffic.heldReads")).containsExactly(1));
			assertThat(read("servers", "flood", "traffic.refusedWrites")).containsExactly(0);
		}
	}

	private List<Object> read(String kind, String name, String path) {
		return this.application.json("").read("$." + kind + "[?(@.name == '" + name + "')]." + path);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Touchy.class, Flood.class, Lost.class })
	static class Trouble {

	}

	@TcpServer(name = "touchy", port = 0)
	static class Touchy {

		@OnData
		void data(byte[] bytes) {
			throw new IllegalStateException("planted");
		}

	}

	@TcpServer(name = "flood", port = 0)
	static class Flood {

		@OnData
		byte[] data(byte[] bytes) {
			return new byte[15 * 1024 * 1024];
		}

	}

	/**
	 * Fails, and then again while it is told.
	 */
	@TcpClient(name = "lost", host = "localhost", port = 1)
	static class Lost {

		@OnData
		void data(byte[] bytes) {
		}

		@OnConnectError
		void connectError(Throwable failure) {
			throw new IllegalStateException("planted");
		}

	}

}
