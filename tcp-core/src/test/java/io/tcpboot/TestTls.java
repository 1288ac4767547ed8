package io.tcpboot;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;

/**
 * TLS for tests: a root, and a server called localhost that it has issued.
 */
final class TestTls {

	static final X509Bundle ROOT = root();

	static final X509Bundle LOCALHOST = localhost();

	private TestTls() {
	}

	private static X509Bundle root() {
		try {
			return new CertificateBuilder().subject("CN=root").setIsCertificateAuthority(true).buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509Bundle localhost() {
		try {
			return new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost").buildIssuedBy(ROOT);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	static ReloadableTls server(TlsProvider provider) {
		return ReloadableTls.server(serverOptions(provider).build());
	}

	static TlsOptions.Builder serverOptions(TlsProvider provider) {
		return TlsOptions.builder()
			.provider(provider)
			.certificate(LOCALHOST.getCertificatePathPEM(), LOCALHOST.getPrivateKeyPEM());
	}

	static ReloadableTls client(TlsProvider provider) {
		return ReloadableTls.client(clientOptions(provider).build());
	}

	static TlsOptions.Builder clientOptions(TlsProvider provider) {
		return TlsOptions.builder().provider(provider).trust(ROOT.getCertificatePEM());
	}

}
