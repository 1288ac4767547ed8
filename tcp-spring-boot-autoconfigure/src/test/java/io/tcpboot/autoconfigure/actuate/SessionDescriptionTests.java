package io.tcpboot.autoconfigure.actuate;

import java.security.cert.X509Certificate;
import java.util.List;

import io.netty.pkitesting.CertificateBuilder;
import io.tcpboot.autoconfigure.actuate.SocketDescription.SessionDescription;
import io.tcpboot.tls.TlsSession;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SessionDescriptionTests {

	private final TlsSession session = mock();

	@Test
	void whenPeersAreNotShownTheirSubjectsAreNeither() throws Exception {
		X509Certificate certificate = new CertificateBuilder().subject("CN=ann")
			.setIsCertificateAuthority(true)
			.buildSelfSigned()
			.getCertificate();
		given(this.session.peerCertificates()).willReturn(List.of(certificate));
		assertThat(SessionDescription.of(this.session, true).peerSubject()).isEqualTo("CN=ann");
		assertThat(SessionDescription.of(this.session, false).peerSubject()).isNull();
	}

	@Test
	void whenThePeerHasNoCertificateThereIsNoSubject() {
		assertThat(SessionDescription.of(this.session, true).peerSubject()).isNull();
	}

}
