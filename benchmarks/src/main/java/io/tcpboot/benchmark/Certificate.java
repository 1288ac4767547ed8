package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * A self-signed certificate (EC P-256), new in each run.
 *
 * @param chain the certificate, PEM
 * @param key its private key, PEM
 */
record Certificate(Path chain, Path key) {

	static Certificate create(Path folder) throws IOException {
		X509Bundle bundle = bundle();
		Certificate certificate = new Certificate(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
		Files.writeString(certificate.chain, bundle.getCertificatePathPEM());
		Files.writeString(certificate.key, bundle.getPrivateKeyPEM());
		return certificate;
	}

	private static X509Bundle bundle() {
		try {
			return new CertificateBuilder().ecp256()
				.subject("CN=localhost")
				.addSanDnsName("localhost")
				.addSanIpAddress("127.0.0.1")
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException("no certificate", ex);
		}
	}

	List<String> serverArguments() {
		return List.of("--cert", this.chain.toString(), "--key", this.key.toString());
	}

	List<String> clientArguments() {
		return List.of("--ca", this.chain.toString());
	}

}
