package io.tcpboot.autoconfigure;

import java.nio.ByteBuffer;
import java.net.Socket;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnDrain;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.tcpboot.autoconfigure.HandlersPageTests.log;
import static io.tcpboot.autoconfigure.HandlersPageTests.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what docs/handlers.md shows.
 */
class HandlersPageTests {

	static final Logger log = LoggerFactory.getLogger(HandlersPageTests.class);

	private static final int SIZE = 1024 * 1024;

	@Test
	void whenPeerReadsTheFeedComesWhole() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
			.withBean(Feed.class)
			.withPropertyValues("tcp.servers.feed.port=0")
			.run((context) -> {
				int port = context.getBean(TcpServers.class).listener("feed").port();
				try (Socket socket = new Socket("localhost", port)) {
					assertThat(socket.getInputStream().readNBytes(SIZE)).hasSize(SIZE);
				}
			});
	}

	static ByteBuffer snapshot() {
		return ByteBuffer.allocate(SIZE);
	}

}

@TcpServer(name = "feed", port = 7000)
class Feed {

	@OnOpen
	void open(TcpSocket<ByteBuffer> socket) {
		socket.data(snapshot());
		socket.write(socket.data());
	}

	@OnDrain
	void drain(TcpSocket<ByteBuffer> socket) {
		socket.write(socket.data());
	}

	@OnData
	void data(byte[] ignored) {
	}

	@OnClose
	void close(TcpSocket<ByteBuffer> socket, CloseReason reason) {
		log.debug("{} left: {}", socket, reason);
	}

}
