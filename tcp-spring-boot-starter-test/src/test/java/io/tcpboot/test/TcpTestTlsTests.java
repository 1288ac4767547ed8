package io.tcpboot.test;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TcpTestTlsTests {

	private final X509Bundle identity;

	private final TcpTestServer server = TcpTestServer.listen();

	private final TcpTestPeer peer = TcpTestPeer.connect(this.server.port());

	private final TcpTestPeer other = this.server.accept();

	TcpTestTlsTests() throws Exception {
		this.identity = certificate();
	}

	@AfterEach
	void close() {
		this.peer.close();
		this.server.close();
	}

	@Test
	void whenEverybodyIsTrustedTheScriptRunsEncrypted() {
		handshake(TcpTestTls.trustingAll());
		this.other.send("hello").halfClose();
		this.peer.expect("hello").expectEnd().send("bye");
		this.other.expect("bye");
	}

	@Test
	void whenCertificateIsTrustedTheSessionShowsIt() throws Exception {
		handshake(TcpTestTls.trusting(this.identity.getCertificate()));
		assertThat(this.peer.tlsSession().getPeerCertificates()).containsExactly(this.identity.getCertificate());
	}

	@Test
	void whenCertificateIsNotTrustedTheHandshakeFails() throws Exception {
		X509Certificate stranger = certificate().getCertificate();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> handshake(TcpTestTls.trusting(stranger)))
			.withMessageStartingWith("expected a TLS handshake, but failed: ");
	}

	@Test
	void whenProtocolsAreOfferedOneIsChosen() {
		handshake(TcpTestTls.trustingAll().serverName("a.example").applicationProtocols("two", "one"));
		assertThat(this.peer.applicationProtocol()).isEqualTo("one");
		ExtendedSSLSession session = (ExtendedSSLSession) this.other.tlsSession();
		assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("a.example"));
	}

	@Test
	void whenPeerResetsAResetIsExpectedUnderTls() {
		handshake(TcpTestTls.trustingAll());
		this.other.reset();
		this.peer.expectReset();
	}

	private void handshake(TcpTestTls client) {
		CompletableFuture<?> accepted = CompletableFuture.runAsync(() -> this.other.startTls(serverTls()));
		this.peer.startTls(client);
		accepted.join();
	}

	private TcpTestTls serverTls() {
		try {
			KeyManagerFactory keys = this.identity.toKeyManagerFactory();
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return TcpTestTls.of(context).applicationProtocols("one");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509Bundle certificate() throws Exception {
		return new CertificateBuilder().subject("CN=localhost").setIsCertificateAuthority(true).buildSelfSigned();
	}

}
