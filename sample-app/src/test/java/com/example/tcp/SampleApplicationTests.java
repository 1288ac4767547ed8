package com.example.tcp;

import java.io.IOException;
import java.net.Socket;

import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = "tcp.servers.echo.port=0")
class SampleApplicationTests {

	@Test
	void whenPeerSendsTextItGetsTheTextBack(@Autowired TcpServers servers) throws IOException {
		try (Socket peer = new Socket("localhost", servers.listener("echo").port())) {
			peer.getOutputStream().write("hello".getBytes());
			peer.shutdownOutput();
			assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("hello");
		}
	}

}
