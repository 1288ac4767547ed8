package com.example.echo;

import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "tcp.servers.echo.port=0")
class EchoApplicationTests {

	@LocalTcpPort("echo")
	private int port;

	@Test
	void whenPeerSendsTextItGetsTheTextBack() {
		try (TcpTestPeer peer = TcpTestPeer.connect(this.port)) {
			peer.send("hello").expect("hello").halfClose().expectEnd();
		}
	}

}
