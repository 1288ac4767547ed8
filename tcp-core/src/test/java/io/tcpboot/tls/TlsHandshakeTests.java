package io.tcpboot.tls;

import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What two ends agree on, and who is refused, with each provider on both ends.
 */
@ParameterizedClass
@EnumSource(names = { "OPENSSL", "JDK" })
class TlsHandshakeTests {

	private final TlsProvider provider;

	TlsHandshakeTests(TlsProvider provider) {
		this.provider = provider;
	}

	private TlsOptions.Builder server() {
		return Pki.serverOptions().provider(this.provider);
	}

	private TlsOptions.Builder client() {
		return Pki.clientOptions().provider(this.provider);
	}

	private TlsOptions.Builder asking(TlsOptions.ClientAuth clientAuth) {
		return server().clientAuth(clientAuth).trust(Pki.CA.getCertificatePEM());
	}

	private TlsOptions.Builder known(X509Bundle bundle) {
		return client().certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void whenBothEndsAgreeBothKnowOnWhat(String version) {
		try (BareTls link = BareTls.listen(server().build())) {
			TlsEnd client = link.connect(client().protocols(version).build());
			TlsEnd accepted = link.accepted();
			assertThat(client.session().protocol()).isEqualTo(version).isEqualTo(accepted.session().protocol());
			assertThat(client.session().cipherSuite()).startsWith("TLS_").isEqualTo(accepted.session().cipherSuite());
			assertThat(client.session().peerCertificates()).startsWith(Pki.SERVER.getCertificate());
			assertThat(client.session().serverName()).isEqualTo("localhost");
			assertThat(accepted.session().serverName()).isEqualTo("localhost");
			assertThat(accepted.session().peerCertificates()).isEmpty();
			client.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "::1, ::1", "::1, [::1]" })
	void whenTheHostIsAnAddressItIsVerifiedWithoutServerName(String certified, String host) {
		X509Bundle bundle = Pki.serverAt(certified);
		try (BareTls link = BareTls.listen(Pki.with(bundle).provider(this.provider).build())) {
			TlsEnd client = link.connect(client().build(), host);
			assertThat(client.session().authorized()).isTrue();
			assertThat(link.accepted().session().serverName()).isNull();
			client.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.com", "127.0.0.1", "::1", "localhost.example.com" })
	@DisplayName("B80 a client refuses the certificate of another host")
	void whenTheCertificateIsAnotherHostsTheClientRefuses(String host) {
		try (BareTls link = BareTls.listen(asking(TlsOptions.ClientAuth.WANT).build())) {
			TlsEnd client = link.connect(known(Pki.CLIENT).build(), host);
			assertThat(client.failure()).hasStackTraceContaining("No subject alternative");
			TlsEnd accepted = link.accepted();
			assertThat(accepted.failure()).isNotNull();
			assertThat(client.awaitClosed().handshakes()).hasSize(1);
			assertThat(accepted.awaitClosed().handshakes()).hasSize(1);
		}
	}

	@Test
	@DisplayName("B80 a client refuses a chain that it does not trust, with and without the host name")
	void whenTheChainIsNotTrustedTheClientRefuses() {
		TlsOptions stranger = TlsOptions.builder()
			.provider(this.provider)
			.trust(Pki.STRANGER.getCertificatePEM())
			.build();
		try (BareTls link = BareTls.listen(server().build())) {
			assertThat(link.connect(stranger).failure()).hasStackTraceContaining("unable to find valid cert");
			assertThat(link.connect(stranger.toBuilder().verifyHostName(false).build()).failure())
				.hasStackTraceContaining("unable to find valid cert");
		}
	}

	@Test
	@DisplayName("B80 a client refuses an expired certificate")
	void whenTheCertificateHasExpiredTheClientRefuses() {
		try (BareTls link = BareTls.listen(Pki.with(Pki.expired("localhost")).provider(this.provider).build())) {
			assertThat(link.connect(client().build()).failure()).hasStackTraceContaining("NotAfter");
		}
	}

	@Test
	void whenTheHostNameIsNotVerifiedAnotherHostsCertificateWillDo() {
		try (BareTls link = BareTls.listen(server().build())) {
			TlsEnd client = link.connect(client().verifyHostName(false).build(), "example.com");
			assertThat(client.session().authorized()).isTrue();
			client.close();
		}
	}

	@Test
	@DisplayName("B83 without verification the connection works and is not authorized, with the reason")
	void whenThePeerIsNotVerifiedTheSessionSaysSo() {
		try (BareTls link = BareTls.listen(server().build())) {
			TlsOptions blind = client().verifyPeer(false).build();
			TlsEnd wrongHost = link.connect(blind, "example.com");
			TlsEnd wrongChain = link.connect(TlsOptions.builder()
				.provider(this.provider)
				.trust(Pki.STRANGER.getCertificatePEM())
				.verifyPeer(false)
				.build());
			TlsEnd good = link.connect(blind);
			assertThat(wrongHost.session().authorized()).isFalse();
			assertThat(wrongHost.session().authorizationFailure()).isInstanceOf(CertificateException.class)
				.hasMessageContaining("example.com");
			assertThat(wrongChain.session().authorizationFailure()).hasMessageContaining("unable to find valid cert");
			assertThat(good.session().authorizationFailure()).isNull();
			List.of(wrongHost, wrongChain, good).forEach(TlsEnd::close);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B83 a server without verification lets clients in and says what it knows of them")
	void whenAServerDoesNotVerifyItSaysWhatItKnows(String version) {
		X509Bundle impostor = Pki.issued(new CertificateBuilder().ecp256().subject("CN=impostor"), Pki.STRANGER);
		try (BareTls link = BareTls.listen(asking(TlsOptions.ClientAuth.NEED).verifyPeer(false).build())) {
			TlsEnd nobody = link.connect(client().protocols(version).build());
			assertThat(link.accepted().session().authorizationFailure()).isInstanceOf(SSLPeerUnverifiedException.class)
				.hasMessage("the peer has shown no certificate");
			TlsEnd stranger = link.connect(known(impostor).protocols(version).build());
			TlsSession session = link.accepted().session();
			TlsEnd friend = link.connect(known(Pki.CLIENT).protocols(version).build());
			assertThat(link.accepted().session().authorized()).isTrue();
			// Which clients keep to themselves when the server names whom it trusts.
			assertThat(session.authorized()).isFalse();
			List.of(nobody, stranger, friend).forEach(TlsEnd::close);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B84 a server that needs certificates refuses clients without a good one")
	void whenCertificatesAreNeededClientsWithoutAreRefused(String version) {
		try (BareTls link = BareTls.listen(asking(TlsOptions.ClientAuth.NEED).build())) {
			TlsEnd nobody = link.connect(client().protocols(version).build());
			assertThat(link.accepted().failure()).isNotNull();
			TlsEnd friend = link.connect(known(Pki.CLIENT).protocols(version).build());
			TlsSession session = link.accepted().session();
			assertThat(session.authorized()).isTrue();
			assertThat(session.peerCertificates()).startsWith(Pki.CLIENT.getCertificate());
			nobody.awaitClosed();
			assertThat((nobody.handshakes().get(0).isSuccess()) ? nobody.exceptions() : nobody.handshakes())
				.isNotEmpty();
			friend.close();
		}
	}

	@Test
	void whenCertificatesAreWantedClientsWithoutAreNotAuthorized() {
		try (BareTls link = BareTls.listen(asking(TlsOptions.ClientAuth.WANT).build())) {
			TlsEnd client = link.connect(client().build());
			assertThat(link.accepted().session().authorized()).isFalse();
			client.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B85 ALPN takes what the server prefers of both lists, and both ends know it")
	void whenBothEndsOfferProtocolsTheServersChoiceIsKnownToBoth(String version) {
		try (BareTls link = BareTls.listen(server().applicationProtocols("echo/2", "echo/1").build())) {
			TlsEnd client = link
				.connect(client().protocols(version).applicationProtocols("echo/1", "echo/2", "x").build());
			assertThat(client.session().applicationProtocol()).isEqualTo("echo/2");
			assertThat(link.accepted().session().applicationProtocol()).isEqualTo("echo/2");
			client.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B85 without a protocol in common the handshake fails on both ends")
	void whenNoProtocolIsCommonBothEndsFail(String version) {
		try (BareTls link = BareTls.listen(server().applicationProtocols("echo/2").build())) {
			TlsEnd client = link.connect(client().protocols(version).applicationProtocols("chat").build());
			TlsEnd accepted = link.accepted();
			assertThat(client.failure().getMessage().toLowerCase(Locale.ROOT)).contains("no_application_protocol");
			assertThat(accepted.failure()).hasMessage("no application protocol in common with the client");
			assertThat(accepted.awaitClosed().handshakes()).hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "echo,", ", echo" })
	void whenOnlyOneEndOffersProtocolsThereIsNone(String offered, String expected) {
		try (BareTls link = BareTls.listen(server().applicationProtocols(names(expected)).build())) {
			TlsEnd client = link.connect(client().applicationProtocols(names(offered)).build());
			assertThat(client.session().applicationProtocol()).isNull();
			assertThat(link.accepted().session().applicationProtocol()).isNull();
			client.close();
		}
	}

	private static String[] names(String name) {
		return (name != null) ? new String[] { name } : new String[0];
	}

	@ParameterizedTest
	@CsvSource({ "www.example.com, exact", "WWW.Example.COM, exact", "api.example.com, wildcard",
			"a.b.example.com, default", "example.com, default", "else.org, default", "127.0.0.1, default" })
	@DisplayName("B86 the certificate is chosen by the exact name, then by wildcard, else it is the default")
	void whenAClientAsksForANameItGetsItsCertificate(String host, String expected) {
		TlsOptions.Builder options = Pki.with(Pki.server("default")).provider(this.provider);
		options.serverName("www.example.com", Pki.with(Pki.server("exact")).provider(this.provider).build());
		options.serverName("*.example.com", Pki.with(Pki.server("wildcard")).provider(this.provider).build());
		try (BareTls link = BareTls.listen(options.build())) {
			TlsEnd client = link.connect(client().verifyHostName(false).build(), host);
			assertThat(client.session().peerCertificates().get(0).getSubjectX500Principal().getName())
				.isEqualTo("CN=" + expected);
			client.close();
		}
	}

	@Test
	@DisplayName("B86 everything of the options for a name holds, not only the certificate")
	void whenANameHasOptionsAllOfThemHold() {
		TlsOptions.Builder options = server().applicationProtocols("main");
		options.serverName("localhost",
				asking(TlsOptions.ClientAuth.NEED).applicationProtocols("side").protocols("TLSv1.2").build());
		try (BareTls link = BareTls.listen(options.build())) {
			TlsEnd client = link.connect(known(Pki.CLIENT).applicationProtocols("side").build());
			TlsSession session = link.accepted().session();
			assertThat(session.applicationProtocol()).isEqualTo("side");
			assertThat(session.protocol()).isEqualTo("TLSv1.2");
			assertThat(session.authorized()).isTrue();
			client.close();
		}
	}

	@Test
	void whenCiphersAreSetOneOfThemIsUsed() {
		String cipher = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
		try (BareTls link = BareTls.listen(server().ciphers(cipher).protocols("TLSv1.2").build())) {
			TlsEnd client = link.connect(client().build());
			assertThat(client.session().cipherSuite()).isEqualTo(cipher);
			client.close();
		}
	}

	@Test
	void whenVersionsHaveNothingInCommonBothEndsFail() {
		try (BareTls link = BareTls.listen(server().protocols("TLSv1.3").build())) {
			TlsEnd client = link.connect(client().protocols("TLSv1.2").build());
			assertThat(client.failure()).isNotNull();
			assertThat(link.accepted().failure()).isNotNull();
		}
	}

	@Test
	void whenAServerHasKeysOfTwoKindsEachClientGetsWhatItKnows() {
		X509Bundle rsa = Pki.rsaServer("localhost");
		TlsOptions.Builder options = server().certificate(rsa.getCertificatePathPEM(), rsa.getPrivateKeyPEM());
		try (BareTls link = BareTls.listen(options.build())) {
			TlsOptions.Builder old = client().protocols("TLSv1.2");
			TlsEnd ec = link.connect(old.ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").build());
			TlsEnd rs = link.connect(old.ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256").build());
			assertThat(ec.session().peerCertificates()).startsWith(Pki.SERVER.getCertificate());
			assertThat(rs.session().peerCertificates()).startsWith(rsa.getCertificate());
			List.of(ec, rs).forEach(TlsEnd::close);
		}
	}

	@Test
	void whenAContextIsReadyItsHostNameIsVerifiedToo() throws Exception {
		SslContext context = SslContextBuilder.forClient()
			.sslProvider(TlsProviderChoice.of(this.provider).netty())
			.trustManager(Pki.CA.getCertificate())
			.endpointIdentificationAlgorithm(null)
			.build();
		TlsOptions ready = TlsOptions.builder().sslContext(context).build();
		try (BareTls link = BareTls.listen(server().build())) {
			assertThat(link.connect(ready, "example.com").failure()).isNotNull();
			TlsEnd client = link.connect(ready);
			assertThat(client.session().authorized()).isFalse();
			assertThat(client.session().authorizationFailure()).hasMessageContaining("not checked");
			client.close();
		}
		ReferenceCountUtil.release(context);
	}

}
