package com.example.echo;

import java.time.Duration;

import io.tcpboot.test.FailOnLeak;
import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;

@FailOnLeak
@SpringBootTest(properties = { "tcp.servers.echo.port=0", "tcp.servers.echo.idle-timeout=1s" })
class HostilePeerTests {

	@LocalTcpPort
	private int port;

	@Test
	void whenBytesTrickleTheyAreEchoedAllTheSame() {
		try (TcpTestPeer peer = TcpTestPeer.connect(this.port)) {
			peer.trickle("hello", 1, Duration.ofMillis(10)).expect("hello");
		}
	}

	@Test
	void whenPeerResetsTheNextOneIsServed() {
		try (TcpTestPeer rude = TcpTestPeer.connect(this.port); TcpTestPeer peer = TcpTestPeer.connect(this.port)) {
			rude.send("hello").reset();
			peer.send("hello").expect("hello");
		}
	}

	@Test
	void whenPeerIsSilentItIsLetGo() {
		try (TcpTestPeer peer = TcpTestPeer.connect(this.port)) {
			peer.expectEnd();
		}
	}

}
