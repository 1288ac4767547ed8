package io.tcpboot.handler;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnHandshake;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsOptions.ClientAuth;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TlsArgumentTests {

	private static final X509Bundle SERVER = selfSigned("localhost");

	private static final X509Bundle CLIENT = selfSigned("me");

	private final CompletableFuture<String> seen = new CompletableFuture<>();

	@Test
	void whenHandshakeIsDoneSessionAndCertificateAreGiven() throws Exception {
		assertThat(seenOf(server(ClientAuth.NEED).trust(CLIENT.getCertificatePEM()), client(CLIENT)))
			.isEqualTo("open CN=me, handshake TLSv1.3 CN=me");
	}

	@Test
	void whenPeerShowsNoCertificateItIsNull() throws Exception {
		assertThat(seenOf(server(ClientAuth.WANT).trust(CLIENT.getCertificatePEM()), TlsOptions.builder()))
			.isEqualTo("open null, handshake TLSv1.3 null");
	}

	@Test
	void whenPeersCertificateIsNotTrustedItIsNullThoughThePeerWasLetIn() throws Exception {
		assertThat(seenOf(server(ClientAuth.WANT).trust(SERVER.getCertificatePEM()).verifyPeer(false), client(CLIENT)))
			.isEqualTo("open null, handshake TLSv1.3 null");
	}

	private String seenOf(TlsOptions.Builder server, TlsOptions.Builder client) throws Exception {
		ServerOptions.Builder options = ServerOptions.builder().tls(server.build());
		try (TestServer listener = TestServer.of(options, new Bean(this.seen))) {
			TcpSocket<?> socket = Tcp
				.connect(ClientOptions.builder()
					.host("localhost")
					.port(listener.port())
					.tls(client.trust(SERVER.getCertificatePEM()).build())
					.build(), SocketHandlers.builder().discardData().build())
				.get(10, TimeUnit.SECONDS);
			String result = this.seen.get(10, TimeUnit.SECONDS);
			socket.close();
			return result;
		}
	}

	private static TlsOptions.Builder server(ClientAuth clientAuth) {
		return TlsOptions.builder()
			.certificate(SERVER.getCertificatePathPEM(), SERVER.getPrivateKeyPEM())
			.clientAuth(clientAuth);
	}

	private static TlsOptions.Builder client(X509Bundle bundle) {
		return TlsOptions.builder().certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
	}

	private static X509Bundle selfSigned(String name) {
		try {
			return new CertificateBuilder().subject("CN=" + name)
				.addSanDnsName(name)
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Bean(CompletableFuture<String> seen) {

		@OnOpen
		void open(@Nullable X509Certificate certificate, TcpSocket<StringBuilder> socket) {
			socket.data(new StringBuilder("open ").append(name(certificate)));
		}

		@OnHandshake
		void handshake(TlsSession session, TcpSocket<StringBuilder> socket, @Nullable X509Certificate certificate) {
			this.seen.complete(socket.data() + ", handshake " + session.protocol() + " " + name(certificate));
		}

		@OnData
		void data(ByteBuf bytes) {
		}

		private static @Nullable String name(@Nullable X509Certificate certificate) {
			return (certificate != null) ? certificate.getSubjectX500Principal().getName() : null;
		}

	}

}
