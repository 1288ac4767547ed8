package com.example.tcp;

import java.io.IOException;
import java.net.Socket;

import io.tcpboot.server.TcpServers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

// One event loop: who was accepted has joined the chat before anybody speaks.
@SpringBootTest(properties = { "tcp.servers.echo.port=0", "tcp.servers.tls-echo.port=0", "tcp.servers.chat.port=0",
		"tcp.event-loop.threads=1" })
class SampleApplicationTests {

	@Autowired
	private TcpServers servers;

	@Test
	void whenPeerSendsTextItGetsTheTextBack() throws IOException {
		try (Socket peer = connect("echo")) {
			peer.getOutputStream().write("hello".getBytes());
			peer.shutdownOutput();
			assertThat(peer.getInputStream().readAllBytes()).asString().isEqualTo("hello");
		}
	}

	@Test
	void whenPeerSendsTextByTlsItGetsTheTextBack(@Autowired SslBundles bundles) throws IOException {
		SslStoreBundle shown = bundles.getBundle("localhost").getStores();
		SslBundle trusting = SslBundle.of(SslStoreBundle.of(null, null, shown.getKeyStore()));
		try (Socket peer = trusting.createSslContext().getSocketFactory().createSocket("localhost", port("tls-echo"))) {
			peer.getOutputStream().write("hello".getBytes());
			assertThat(peer.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
		}
	}

	@Test
	void whenOneSaysALineTheOthersReadIt() throws IOException {
		try (Socket speaker = connect("chat"); Socket one = connect("chat"); Socket other = connect("chat")) {
			Awaitility.await().until(() -> this.servers.listener("chat").sockets().size() == 3);
			speaker.getOutputStream().write("hello\n".getBytes());
			assertThat(one.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
			assertThat(other.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
		}
	}

	private Socket connect(String server) throws IOException {
		return new Socket("localhost", port(server));
	}

	private int port(String server) {
		return this.servers.listener(server).port();
	}

}
