package io.tcpboot.tls;

import java.io.InputStream;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates on a list of revoked ones.
 */
class TlsRevocationTests {

	@ParameterizedTest
	@EnumSource(names = { "OPENSSL", "JDK" })
	void whenACertificateIsRevokedItIsRefused(TlsProvider provider) throws Exception {
		X509Bundle good = Pki.server("localhost");
		X509Bundle revoked = Pki.server("localhost");
		TlsOptions client = Pki.clientOptions().provider(provider).crl(crl(revoked)).build();
		try (BareTls link = BareTls.listen(Pki.with(good).build());
				BareTls bad = BareTls.listen(Pki.with(revoked).build())) {
			TlsEnd end = link.connect(client);
			assertThat(end.session().authorized()).isTrue();
			assertThat(bad.connect(client).failure()).hasStackTraceContaining("revoked");
			end.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OPENSSL", "JDK" })
	void whenNoListCoversACertificateItIsRefused(TlsProvider provider) throws Exception {
		X509Bundle other = Pki.authority("CN=other");
		X509Bundle stray = Pki.issued(new CertificateBuilder().ecp256().subject("CN=stray").addSanDnsName("localhost"),
				other);
		TlsOptions client = Pki.clientOptions()
			.trust(other.getCertificatePEM())
			.provider(provider)
			.crl(crl(Pki.server("revoked")))
			.build();
		try (BareTls link = BareTls.listen(Pki.with(stray).build())) {
			assertThat(link.connect(client).failure()).hasStackTraceContaining("revocation status");
		}
	}

	private static byte[] crl(X509Bundle revoked) throws Exception {
		RevocationServer server = RevocationServer.getInstance();
		server.register(Pki.CA);
		server.revoke(revoked, Instant.now().minusSeconds(60));
		try (InputStream list = server.getCrlUri(Pki.CA).toURL().openStream()) {
			return list.readAllBytes();
		}
	}

}
