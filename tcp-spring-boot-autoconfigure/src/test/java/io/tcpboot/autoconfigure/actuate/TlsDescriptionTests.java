package io.tcpboot.autoconfigure.actuate;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.autoconfigure.actuate.TlsDescription.CertificateDescription;
import io.tcpboot.tls.TlsOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TlsDescriptionTests {

	@Test
	void whenOptionsHaveCertificatesTheirExpiryIsTold() throws Exception {
		X509Bundle web = certificate("web");
		X509Bundle api = certificate("api");
		TlsOptions.Builder options = TlsOptions.builder()
			.name("web")
			.certificate(web.getCertificatePathPEM(), web.getPrivateKeyPEM());
		options.serverName("api.example.com",
				TlsOptions.builder().certificate(api.getCertificatePathPEM(), api.getPrivateKeyPEM()).build());
		TlsDescription description = TlsDescription.of(options.build());
		assertThat(description.bundle()).isEqualTo("web");
		assertThat(description.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
		assertThat(description.certificates()).containsExactly(
				new CertificateDescription(null, "CN=web", web.getCertificate().getNotAfter().toInstant()),
				new CertificateDescription("api.example.com", "CN=api",
						api.getCertificate().getNotAfter().toInstant()));
	}

	private static X509Bundle certificate(String name) throws Exception {
		return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
	}

}
