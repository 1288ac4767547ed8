package io.tcpboot.tls;

import java.nio.file.Path;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.OpenSslProgram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that are resumed, and that are not.
 */
@ParameterizedClass
@EnumSource(names = { "OPENSSL", "JDK" })
class TlsResumptionTests {

	private static final String TLS_1_3 = "-tls1_3";

	@TempDir
	Path folder;

	private final TlsProvider provider;

	TlsResumptionTests(TlsProvider provider) {
		this.provider = provider;
	}

	private TlsOptions.Builder server() {
		return Pki.serverOptions().provider(this.provider);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	void whenAClientComesAgainItResumes(String version) throws Exception {
		ReloadableTls tls = ReloadableTls.server(server().build());
		try (BareTls link = BareTls.listen(tls)) {
			assertThat(talk(link, version, "-sess_out", session())).contains("\nNew, TLS");
			assertThat(talk(link, version, "-sess_in", session())).contains("\nReused, TLS");
			tls.reload(tls.options());
			assertThat(talk(link, version, "-sess_in", session())).contains("\nNew, TLS");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	void whenResumptionIsOffThereIsNone(String version) throws Exception {
		try (BareTls link = BareTls.listen(server().sessionResumption(false).build())) {
			assertThat(talk(link, version, "-sess_out", session())).contains("\nNew, TLS");
			assertThat(talk(link, version, "-sess_in", session())).contains("\nNew, TLS");
		}
	}

	// With TLS 1.2 the JDK resumes no session of a client with a certificate.
	@Test
	void whenAClientWithACertificateResumesItIsStillAuthorized() throws Exception {
		TlsOptions.Builder options = server().clientAuth(TlsOptions.ClientAuth.NEED).trust(Pki.CA.getCertificatePEM());
		try (BareTls link = BareTls.listen(options.build())) {
			String[] known = files(Pki.CLIENT);
			talk(link, TLS_1_3, "-sess_out", session(), known[0], known[1], known[2], known[3]);
			TlsEnd[] ends = new TlsEnd[1];
			assertThat(talk(link, ends, TLS_1_3, "-sess_in", session())).contains("\nReused, TLS");
			assertThat(ends[0].session().authorizationFailure()).isNull();
			assertThat(ends[0].session().peerCertificates()).startsWith(Pki.CLIENT.getCertificate());
		}
	}

	@Test
	void whenAClientWithABadCertificateResumesItIsStillNotAuthorized() throws Exception {
		X509Bundle impostor = Pki.issued(new CertificateBuilder().ecp256().subject("CN=impostor"), Pki.STRANGER);
		TlsOptions.Builder options = server().clientAuth(TlsOptions.ClientAuth.WANT)
			.trust(Pki.CA.getCertificatePEM())
			.verifyPeer(false);
		try (BareTls link = BareTls.listen(options.build())) {
			String[] known = files(impostor);
			TlsEnd[] ends = new TlsEnd[1];
			talk(link, ends, TLS_1_3, "-sess_out", session(), known[0], known[1], known[2], known[3]);
			assertThat(ends[0].session().authorizationFailure()).hasMessageContaining("unable to find valid cert");
			assertThat(talk(link, ends, TLS_1_3, "-sess_in", session())).contains("\nReused, TLS");
			assertThat(ends[0].session().authorizationFailure()).hasMessageContaining("unable to find valid cert");
		}
	}

	@Test
	void whenOurClientResumesWhatItKnowsOfTheServerStays() {
		ReloadableTls blind = ReloadableTls
			.client(Pki.clientOptions().provider(this.provider).verifyPeer(false).build());
		ReloadableTls strict = ReloadableTls.client(Pki.clientOptions().provider(this.provider).build());
		try (BareTls link = BareTls.listen(server().build())) {
			for (int i = 0; i < 5; i++) {
				assertThat(meet(link, blind, "example.com").authorizationFailure()).hasMessageContaining("example.com");
				assertThat(meet(link, blind, "localhost").authorizationFailure()).isNull();
				assertThat(meet(link, strict, "localhost").authorizationFailure()).isNull();
			}
		}
	}

	private static TlsSession meet(BareTls link, ReloadableTls tls, String host) {
		TlsEnd client = link.connect(tls, host);
		TlsSession session = client.session();
		link.accepted().send("x");
		Awaitility.await().until(() -> client.received().equals("x"));
		client.close();
		return session;
	}

	private static String talk(BareTls link, String... arguments) throws Exception {
		return talk(link, new TlsEnd[1], arguments);
	}

	/**
	 * Exchange something, so that tickets have arrived.
	 */
	private static String talk(BareTls link, TlsEnd[] accepted, String... arguments) throws Exception {
		try (OpenSslProgram client = OpenSslProgram.client(link.port(), arguments)) {
			accepted[0] = link.accepted();
			accepted[0].session();
			accepted[0].send("welcome\n");
			client.await("welcome").tell("Q\n");
			return client.awaitEnd();
		}
	}

	private String session() {
		return this.folder.resolve("session").toString();
	}

	private static String[] files(X509Bundle bundle) throws Exception {
		return new String[] { "-cert", bundle.toTempCertChainPem().toString(), "-key",
				bundle.toTempPrivateKeyPem().toString() };
	}

}
