package com.example.echo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "tcp.event-loop.transport=local")
class InMemoryTests {

	@Test
	void whenClientSendsTextItGetsTheTextBack(@Autowired TcpEventLoop eventLoop) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		eventLoop.connect(ClientOptions.to("localhost", 8080),
				SocketHandlers.<Void>builder()
					.open((socket) -> socket.send("hello"))
					.data((socket, bytes) -> answer.complete(bytes.toString(StandardCharsets.UTF_8)))
					.build());
		assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("hello");
	}

}
