package com.example.tcp;

import io.tcpboot.server.TcpServers;
import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestTls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.SpringBootTest;

// One event loop: who was accepted has joined the chat before anybody speaks.
@SpringBootTest(properties = { "tcp.servers.echo.port=0", "tcp.servers.tls-echo.port=0", "tcp.servers.chat.port=0",
		"tcp.event-loop.threads=1" })
class SampleApplicationTests {

	@Test
	void whenPeerSendsTextItGetsTheTextBack(@LocalTcpPort("echo") int port) {
		try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
			peer.send("hello").halfClose().expect("hello").expectEnd();
		}
	}

	@Test
	void whenPeerSendsTextByTlsItGetsTheTextBack(@LocalTcpPort("tls-echo") int port, @Autowired SslBundles bundles) {
		SslStoreBundle shown = bundles.getBundle("localhost").getStores();
		SslBundle trusting = SslBundle.of(SslStoreBundle.of(null, null, shown.getKeyStore()));
		try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
			peer.startTls(TcpTestTls.of(trusting.createSslContext())).send("hello").expect("hello");
		}
	}

	@Test
	void whenOneSaysALineTheOthersReadIt(@LocalTcpPort("chat") int port, @Autowired TcpServers servers) {
		try (TcpTestPeer speaker = TcpTestPeer.connect(port);
				TcpTestPeer one = TcpTestPeer.connect(port);
				TcpTestPeer other = TcpTestPeer.connect(port)) {
			Awaitility.await().until(() -> servers.listener("chat").sockets().size() == 3);
			speaker.send("hello\n");
			one.expect("hello\n");
			other.expect("hello\n");
		}
	}

}
