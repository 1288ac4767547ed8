package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.client.TcpClients;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.stereotype.Component;

import static io.tcpboot.autoconfigure.ClientsPageTests.log;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what docs/clients.md shows.
 */
class ClientsPageTests {

	static final Logger log = LoggerFactory.getLogger(ClientsPageTests.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class))
		.withPropertyValues("tcp.defaults.linger-timeout=100ms");

	@Test
	void whenConnectedTheTickerLogsInAndOrdersArePlaced() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean("ticker", Ticker.class)
				.withBean(Desk.class)
				.withPropertyValues("tcp.clients.ticker.port=" + server.port())
				.run((context) -> {
					TcpTestPeer peer = server.accept();
					Desk desk = context.getBean(Desk.class);
					assertThat(desk.placeOnceConnected("buy")).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(true);
					assertThat(desk.place("sell")).isTrue();
					peer.expect("login scott\nsubscribe EURUSD\nbuy\nsell\n");
				});
		}
	}

	@Test
	void whenConnectedAtRunTimeEachConnectionHasItsDevice() {
		this.contextRunner.withBean(Devices.class).run((context) -> {
			try (TcpTestServer server = TcpTestServer.listen()) {
				ManagedClient<Device> client = context.getBean(Devices.class).connect("localhost", server.port());
				assertThat(client.name()).isEqualTo("device-17");
				assertThat(client.connect().toCompletableFuture().get(10, TimeUnit.SECONDS).data()).isNotNull();
			}
		});
	}

	static class Device {

	}

	static class Devices {

		private final TcpClients clients;

		private final SocketHandlers<Device> handlers = SocketHandlers.<Device>builder().discardData().build();

		Devices(TcpClients clients) {
			this.clients = clients;
		}

		ManagedClient<Device> connect(String host, int port) {
			ManagedClient<Device> client = this.clients.connect(ManagedClientOptions.builder()
				.name("device-17")
				.targets(List.of(ClientOptions.to(host, port)))
				.stableAfter(Duration.ofSeconds(5))
				.build(), this.handlers, Device::new);
			return client;
		}

	}

}

@TcpClient(host = "localhost", port = 7000, framing = FramingType.LINES)
class Ticker {

	@OnOpen
	void open(TcpSocket<?> socket) {
		socket.send("login scott");
		socket.send("subscribe EURUSD");
	}

	@OnData
	void data(String line) {
		log.info("{}", line);
	}

	@OnConnectError
	void connectError(TcpConnectException failure) {
		log.debug("not yet", failure);
	}

}

@Component
class Desk {

	private final TcpClients clients;

	Desk(TcpClients clients) {
		this.clients = clients;
	}

	boolean place(String order) {
		return this.clients.client("ticker").send(order);
	}

	CompletionStage<Boolean> placeOnceConnected(String order) {
		return this.clients.client("ticker").connect().thenApply((socket) -> socket.send(order));
	}

}
