package io.tcpboot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the snippets of docs/tls.md, as they stand there.
 */
class TlsSnippetTests {

	@TempDir
	Path folder;

	@BeforeEach
	void write() throws Exception {
		Files.writeString(this.folder.resolve("server.pem"), TestTls.LOCALHOST.getCertificatePathPEM());
		Files.writeString(this.folder.resolve("server.key"), TestTls.LOCALHOST.getPrivateKeyPEM());
		Files.writeString(this.folder.resolve("ca.pem"), TestTls.ROOT.getCertificatePEM());
	}

	@Test
	void serverAndClient() throws Exception {
		Path folder = this.folder;
		SocketHandlers<Void> handlers = SocketHandlers.<Void>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		// @formatter:off
ReloadableTls tls = ReloadableTls.server(TlsOptions.builder()
	.certificate(folder.resolve("server.pem"), folder.resolve("server.key"))
	.build());
TcpListener<Void> listener = Tcp.listen(ServerOptions.builder().port(0).tls(tls).build(), handlers);

TcpSocket<Void> socket = Tcp.connect(ClientOptions.builder()
	.host("localhost")
	.port(listener.port())
	.tls(TlsOptions.builder().trust(folder.resolve("ca.pem")).build())
	.build(), handlers).join();
TlsSession session = socket.tlsSession();

tls.reload(TlsOptions.builder()
	.certificate(folder.resolve("server.pem"), folder.resolve("server.key"))
	.handshakeTimeout(Duration.ofSeconds(3))
	.build());
		// @formatter:on
		assertThat(Objects.requireNonNull(session).authorized()).isTrue();
		// The client's side of it is complete first.
		Awaitility.await().untilAsserted(() -> assertThat(listener.handshakes()).isOne());
		listener.close();
	}

	@Test
	void names() {
		Path folder = this.folder;
		// @formatter:off
TlsOptions shop = TlsOptions.builder()
	.certificate(folder.resolve("server.pem"), folder.resolve("server.key"))
	.clientAuth(TlsOptions.ClientAuth.NEED)
	.trust(folder.resolve("ca.pem"))
	.build();
TlsOptions everybodyElse = TlsOptions.builder()
	.certificate(folder.resolve("server.pem"), folder.resolve("server.key"))
	.serverName("*.shop.example", shop)
	.build();
		// @formatter:on
		assertThat(ReloadableTls.server(everybodyElse).isServer()).isTrue();
	}

	@Test
	void startTls() throws Exception {
		ReloadableTls tls = ReloadableTls.server(TlsOptions.builder()
			.certificate(this.folder.resolve("server.pem"), this.folder.resolve("server.key"))
			.build());
		// @formatter:off
SocketHandlers<Void> mail = SocketHandlers.<Void>builder()
	.data((socket, bytes) -> {
		String command = bytes.readCharSequence(bytes.readableBytes(), UTF_8).toString();
		if (command.equals("STARTTLS\r\n")) {
			socket.send("220 go ahead\r\n");
			socket.upgradeTls(tls);
		}
	})
	.build();
		// @formatter:on
		try (TcpListener<Void> listener = TestLoop.listen(mail); Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.send("STARTTLS\r\n").readText(14)).isEqualTo("220 go ahead\r\n");
			TlsPeer.upgrade(peer);
			Events.until(() -> listener.handshakes() == 1);
		}
	}

}
