package io.tcpboot;

import java.io.File;
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * Certificates that are not as they should be, and all of them as arguments of
 * {@code openssl}.
 */
final class TlsFiles {

	static final X509Bundle STRANGER = authority();

	static final X509Bundle CLIENT = issued(new CertificateBuilder().subject("CN=client"), TestTls.ROOT);

	static final X509Bundle IMPOSTOR = issued(new CertificateBuilder().subject("CN=client"), STRANGER);

	private TlsFiles() {
	}

	private static X509Bundle authority() {
		try {
			return new CertificateBuilder().subject("CN=stranger").setIsCertificateAuthority(true).buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509Bundle issued(CertificateBuilder builder, X509Bundle issuer) {
		try {
			return builder.buildIssuedBy(issuer);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A server's certificate with one thing wrong.
	 */
	static X509Bundle bad(String what) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().subject("CN=localhost");
		return switch (what) {
			case "expired" -> issued(builder.addSanDnsName("localhost")
				.notBefore(Instant.now().minus(Duration.ofDays(2)))
				.notAfter(Instant.now().minus(Duration.ofDays(1))), TestTls.ROOT);
			case "wrong host" -> issued(builder.addSanDnsName("example.com"), TestTls.ROOT);
			case "self-signed" -> builder.addSanDnsName("localhost").setIsCertificateAuthority(true).buildSelfSigned();
			case "wrong authority" -> issued(builder.addSanDnsName("localhost"), STRANGER);
			default -> throw new IllegalArgumentException(what);
		};
	}

	/**
	 * The arguments that make it the own certificate.
	 */
	static String[] own(X509Bundle bundle) throws Exception {
		return new String[] { "-cert", path(bundle.toTempCertChainPem()), "-key", path(bundle.toTempPrivateKeyPem()) };
	}

	/**
	 * The path of the certificate of the authority that is trusted.
	 */
	static String root() throws Exception {
		return path(TestTls.ROOT.toTempRootCertPem());
	}

	private static String path(File file) {
		file.deleteOnExit();
		return file.getPath();
	}

}
