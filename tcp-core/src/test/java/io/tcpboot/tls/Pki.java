package io.tcpboot.tls;

import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * Certificates for tests, good and bad.
 */
final class Pki {

	private static final CertificateBuilder TEMPLATE = new CertificateBuilder().ecp256();

	/** Trusted by what {@link #serverOptions()} and {@link #clientOptions()} make. */
	static final X509Bundle CA = authority("CN=test authority");

	/** Trusted by nobody. */
	static final X509Bundle STRANGER = authority("CN=stranger");

	static final X509Bundle SERVER = server("localhost");

	static final X509Bundle CLIENT = issued(TEMPLATE.copy().subject("CN=client"), CA);

	private Pki() {
	}

	static X509Bundle authority(String subject) {
		try {
			return TEMPLATE.copy().subject(subject).setIsCertificateAuthority(true).buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static X509Bundle server(String name) {
		return issued(TEMPLATE.copy().subject("CN=" + name).addSanDnsName(name), CA);
	}

	static X509Bundle serverAt(String address) {
		return issued(TEMPLATE.copy().subject("CN=address").addSanIpAddress(address), CA);
	}

	static X509Bundle rsaServer(String name) {
		return issued(new CertificateBuilder().rsa2048().subject("CN=rsa").addSanDnsName(name), CA);
	}

	static X509Bundle expired(String name) {
		Instant now = Instant.now();
		return issued(TEMPLATE.copy()
			.subject("CN=expired")
			.addSanDnsName(name)
			.notBefore(now.minus(Duration.ofDays(2)))
			.notAfter(now.minus(Duration.ofDays(1))), CA);
	}

	static X509Bundle issued(CertificateBuilder builder, X509Bundle authority) {
		try {
			return builder.buildIssuedBy(authority);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static TlsOptions.Builder with(X509Bundle bundle) {
		return TlsOptions.builder().certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
	}

	static TlsOptions.Builder serverOptions() {
		return with(SERVER);
	}

	static TlsOptions.Builder clientOptions() {
		return TlsOptions.builder().trust(CA.getCertificatePEM());
	}

}
