package io.tcpboot;

import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what the README and docs/sockets.md show of TLS and framing.
 */
class TlsAndFramingSnippetTests {

	@Test
	void readme() throws Exception {
		String chain = TestTls.LOCALHOST.getCertificatePathPEM();
		String key = TestTls.LOCALHOST.getPrivateKeyPEM();
		// @formatter:off
ServerOptions lines = ServerOptions.builder()
	.port(0)
	.tls(TlsOptions.builder().certificate(chain, key).build())
	.socket(SocketOptions.builder().framing(Framing.lines()).build())
	.build();
		// @formatter:on
		SocketHandlers<Void> echo = SocketHandlers.<Void>builder().data((socket, line) -> socket.send(line)).build();
		try (TcpListener<Void> listener = TestLoop.LOOP.listen(lines, echo);
				Peer peer = TlsPeer.connect(listener.port())) {
			assertThat(peer.send("hello\n").readText(6)).isEqualTo("hello\n");
		}
	}

	@Test
	void sockets() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.AUTO);
		// @formatter:off
SocketHandlers<Void> mail = SocketHandlers.<Void>builder()
	.data((socket, line) -> {
		if (line.toString(UTF_8).equals("STARTTLS")) {
			socket.send("220 go ahead");
			socket.upgradeTls(tls);
		}
	})
	.handshake((socket) -> socket.send("250 now with " + socket.tlsSession().protocol()))
	.build();
		// @formatter:on
		SocketOptions framed = SocketOptions.builder().framing(Framing.lines()).build();
		try (TcpListener<Void> listener = TestLoop.listen(framed, mail); Peer plain = Peer.connect(listener.port())) {
			assertThat(plain.send("STARTTLS\n").readText(13)).isEqualTo("220 go ahead\n");
			try (Peer peer = TlsPeer.upgrade(plain)) {
				assertThat(peer.readText(21)).isEqualTo("250 now with TLSv1.3\n");
			}
		}
	}

}
