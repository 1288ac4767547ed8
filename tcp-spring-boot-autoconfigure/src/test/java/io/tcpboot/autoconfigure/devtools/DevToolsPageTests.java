package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;

import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/**
 * Runs what docs/devtools.md shows.
 */
class DevToolsPageTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenEchoIsEditedItSaysSo() {
		this.contextRunner.withPropertyValues("tcp.servers.echo.port=0").withBean(Echo.class).run((context) -> {
			try (TcpTestPeer peer = TcpTestPeer.connect(port(context.getBean(TcpServers.class), "echo"))) {
				peer.send("again").expect("you said again");
			}
		});
	}

	@Test
	void whenCounterIsReloadedItGoesOnUnlessItsDataIsLost() {
		this.contextRunner.withPropertyValues("tcp.servers.counter.port=0").withBean(Counter.class).run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			try (TcpTestPeer peer = TcpTestPeer.connect(port(servers, "counter"))) {
				peer.send("a\n").expect("1 lines\n");
				servers.reload("counter");
				peer.send("b\n").expect("2 lines\n");
				servers.listener("counter").sockets().forEach((socket) -> socket.data(null));
				servers.reload("counter");
				peer.send("c\n").expect("1 lines\n");
			}
		});
	}

	private static int port(TcpServers servers, String name) {
		return servers.listener(name).port();
	}

}

@TcpServer(name = "echo")
class Echo {

	@OnData
	String data(String text) {
		return "you said " + text;
	}

}

@TcpServer(name = "counter", port = 7300, framing = FramingType.LINES)
class Counter {

	record Count(int lines) implements Serializable {
	}

	@OnOpen
	void open(TcpSocket<Count> socket) {
		socket.data(new Count(0));
	}

	@OnReload
	void reload(TcpSocket<Count> socket) {
		if (socket.data() == null) {
			socket.data(new Count(0));
		}
	}

	@OnData
	String data(TcpSocket<Count> socket, Count count, String line) {
		socket.data(new Count(count.lines() + 1));
		return count.lines() + 1 + " lines";
	}

}
