package io.tcpboot;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.OpenSslProgram;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A listener with TLS, attacked by the real {@code openssl s_client} and by peers that
 * speak no TLS at all.
 */
@ParameterizedClass
@EnumSource(names = { "JDK", "OPENSSL" })
class TlsServerAttackTests {

	private final Events events = new Events();

	private final TlsProvider provider;

	TlsServerAttackTests(TlsProvider provider) {
		this.provider = provider;
	}

	private TcpListener<String> listen(TlsOptions.Builder options) {
		SocketHandlers<String> handlers = this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.send("echo " + bytes.readCharSequence(bytes.readableBytes(), UTF_8));
		}).build();
		return TestLoop.LOOP.listen(TestLoop.anyPort().tls(options.build()).build(), handlers);
	}

	private TlsOptions.Builder options() {
		return TestTls.serverOptions(this.provider);
	}

	private TlsOptions.Builder asking() {
		return options().clientAuth(TlsOptions.ClientAuth.NEED).trust(TestTls.ROOT.getCertificatePEM());
	}

	private static OpenSslProgram client(TcpListener<?> listener, String[] more, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("-CAfile", TlsFiles.root(), "-verify_return_error"));
		all.addAll(List.of(more));
		return OpenSslProgram.client(listener.port(), all.toArray(String[]::new));
	}

	private static OpenSslProgram client(TcpListener<?> listener, String... arguments) throws Exception {
		return client(listener, new String[0], arguments);
	}

	@Test
	@DisplayName("B79 where TLS was asked for and is half-filled, nothing listens")
	void whenTlsIsHalfFilledNothingListens() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ServerOptions.builder().tls(TlsOptions.builder().provider(this.provider).build()))
			.withMessageStartingWith("certificate: not set");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	void whenAGoodClientComesItIsServed(String version) throws Exception {
		try (TcpListener<String> listener = listen(options()); OpenSslProgram client = client(listener, version)) {
			client.await("Verify return code: 0 (ok)").tell("hello\n").await("echo hello").tell("Q\n").awaitEnd();
			this.events.awaitClose();
			assertThat(this.events.all()).containsExactly("open", "data hello\n", "end", "close PEER_END");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1", "-tls1_1" })
	void whenAClientKnowsOldVersionsOnlyItIsRefused(String version) throws Exception {
		try (TcpListener<String> listener = listen(options());
				OpenSslProgram client = client(listener, version, "-cipher", "ALL:@SECLEVEL=0")) {
			assertThat(client.awaitEnd()).contains("alert protocol version");
			assertRefused(listener);
		}
	}

	@ParameterizedTest
	@CsvSource({ "-tls1_3, none", "-tls1_2, none", "-tls1_3, impostor", "-tls1_2, impostor" })
	@DisplayName("B84 a server that needs certificates refuses clients without a good one, and opens for them never")
	void whenAClientHasNoGoodCertificateItIsRefused(String version, String certificate) throws Exception {
		String[] own = (certificate.equals("none")) ? new String[0] : TlsFiles.own(TlsFiles.IMPOSTOR);
		try (TcpListener<String> listener = listen(asking()); OpenSslProgram client = client(listener, own, version)) {
			tellIfStillThere(client, "let me in\n");
			assertThat(client.awaitEnd()).contains("alert");
			assertRefused(listener);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B84 and lets in those with one, whose certificate is readable, in close too")
	void whenAClientHasAGoodCertificateItIsLetIn(String version) throws Exception {
		try (TcpListener<String> listener = listen(asking());
				OpenSslProgram client = client(listener, TlsFiles.own(TlsFiles.CLIENT), version)) {
			client.tell("hello\n").await("echo hello").tell("Q\n").awaitEnd();
			this.events.awaitClose();
			assertThat(this.events.socket().tlsSession()).satisfies((session) -> {
				assertThat(session.authorized()).isTrue();
				assertThat(session.peerCertificates()).startsWith(TlsFiles.CLIENT.getCertificate());
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "-tls1_3, none", "-tls1_2, none", "-tls1_3, impostor", "-tls1_2, impostor" })
	@DisplayName("B84 B83 with rejection switched off they are let in and not authorized")
	void whenRejectionIsOffTheyAreLetIn(String version, String certificate) throws Exception {
		String[] own = (certificate.equals("none")) ? new String[0] : TlsFiles.own(TlsFiles.IMPOSTOR);
		try (TcpListener<String> listener = listen(asking().verifyPeer(false));
				OpenSslProgram client = client(listener, own, version)) {
			client.tell("hello\n").await("echo hello");
			assertThat(this.events.socket().tlsSession()).satisfies((session) -> {
				assertThat(session.authorized()).isFalse();
				assertThat(session.authorizationFailure()).isNotNull();
				assertThat(session.peerCertificates()).hasSize((own.length == 0) ? 0 : 1);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B85 ALPN chooses among the names of both, and fails without one in common")
	void whenAClientOffersProtocolsOneIsChosenOrNone(String version) throws Exception {
		try (TcpListener<String> listener = listen(options().applicationProtocols("echo/2", "echo/1"));
				OpenSslProgram good = client(listener, version, "-alpn", "x,echo/1");
				OpenSslProgram bad = client(listener, version, "-alpn", "x,y")) {
			good.await("ALPN protocol: echo/1");
			assertThat(bad.awaitEnd()).contains("alert no application protocol");
			assertThat(this.events.socket().tlsSession())
				.satisfies((session) -> assertThat(session.applicationProtocol()).isEqualTo("echo/1"));
			Events.until(() -> listener.handshakeFailures() == 1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "localhost, CN = localhost", "a.example.com, CN = wildcard", "www.example.com, CN = exact" })
	@DisplayName("B86 each client sees the certificate of the name that it asks for")
	void whenAClientAsksForANameItSeesItsCertificate(String name, String subject) throws Exception {
		TlsOptions.Builder options = options().serverName("*.example.com", named("wildcard"))
			.serverName("www.example.com", named("exact"));
		try (TcpListener<String> listener = listen(options);
				OpenSslProgram client = client(listener, "-servername", name)) {
			client.await("subject=" + subject);
			assertThat(this.events.socket().tlsSession())
				.satisfies((session) -> assertThat(session.serverName()).isEqualTo(name));
		}
	}

	private TlsOptions named(String name) throws Exception {
		X509Bundle bundle = new CertificateBuilder().subject("CN=" + name)
			.addSanDnsName(name)
			.buildIssuedBy(TestTls.ROOT);
		return TlsOptions.builder()
			.provider(this.provider)
			.certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM())
			.build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B87 a record damaged on its way closes with an error, and nothing after it is delivered")
	void whenARecordIsDamagedNothingAfterItIsDelivered(String version) throws Exception {
		try (TcpListener<String> listener = listen(options());
				Tamperer between = new Tamperer(listener.port());
				OpenSslProgram client = OpenSslProgram.client(between.port(), version)) {
			client.await("Verify return code").tell("good\n").await("echo good");
			between.damageNext();
			client.tell("bad\n");
			tellIfStillThere(client, "after\n");
			this.events.awaitClose();
			assertThat(this.events.received()).isEqualTo("good\n");
			assertThat(this.events.count("error")).isOne();
			assertThat(this.events.all()).endsWith("close TLS_FAILURE");
		}
	}

	private static void tellIfStillThere(OpenSslProgram client, String text) {
		try {
			client.tell(text);
		}
		catch (IOException ex) {
			// It has had the alert already.
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B87 a record that is cut off is no end")
	void whenARecordIsCutOffItIsNoEnd(String version) throws Exception {
		try (TcpListener<String> listener = listen(options());
				Tamperer between = new Tamperer(listener.port());
				OpenSslProgram client = OpenSslProgram.client(between.port(), version)) {
			client.await("Verify return code").tell("good\n").await("echo good");
			between.cutNext();
			client.tell("cut off\n");
			this.events.awaitClose();
			assertThat(this.events.received()).isEqualTo("good\n");
			assertThat(this.events.count("end")).isZero();
			assertThat(this.events.all()).endsWith("close TLS_TRUNCATED");
		}
	}

	@Test
	@DisplayName("B87 B89 a client that renegotiates is refused, and others are not disturbed")
	void whenAClientRenegotiatesItIsRefused() throws Exception {
		try (TcpListener<String> listener = listen(options());
				OpenSslProgram other = client(listener);
				OpenSslProgram client = client(listener, "-tls1_2")) {
			other.tell("one\n").await("echo one");
			client.await("Verify return code").tell("two\n").await("echo two").tell("R\n").await("RENEGOTIATING");
			this.events.await("close TLS_FAILURE");
			other.tell("three\n").await("echo three");
			assertThat(listener.handshakes()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n",
			"\u0016\u0003\u0001@\u0000\u0001\u0000\u00ff\u00ff", "", "reset" })
	@DisplayName("B89 who speaks no TLS costs one count and no warning, and others are not disturbed")
	void whenAPeerSpeaksNoTlsItIsDroppedAndCounted(String text) throws Exception {
		try (LogCapture log = new LogCapture(NettyListener.class);
				TcpListener<String> listener = listen(options());
				OpenSslProgram other = client(listener);
				Peer peer = Peer.connect(listener.port())) {
			other.tell("before\n").await("echo before");
			int opened = this.events.all().size();
			if (text.equals("reset")) {
				peer.reset();
			}
			else {
				peer.send(text.getBytes(ISO_8859_1)).finish();
			}
			Events.until(() -> listener.handshakeFailures() == 1);
			assertThat(this.events.all()).hasSize(opened);
			other.tell("after\n").await("echo after");
			assertThat(log.warnings()).isEmpty();
			assertThat(listener.handshakes()).isOne();
		}
	}

	@Test
	@DisplayName("B72 B89 a silent peer is dropped in time and counted")
	void whenAPeerIsSilentItIsDroppedInTime() throws Exception {
		TlsOptions.Builder hasty = options().handshakeTimeout(Duration.ofMillis(200));
		try (TcpListener<String> listener = listen(hasty); Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.readAll()).isEmpty();
			assertRefused(listener);
		}
	}

	@Test
	@DisplayName("B78 a reload of TLS is seen by new clients, and live sockets stay")
	void whenTlsIsReloadedNewClientsSeeIt() throws Exception {
		ReloadableTls tls = ReloadableTls.server(options().build());
		try (TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().tls(tls).build(),
				this.events.handlers().build()); OpenSslProgram before = client(listener)) {
			before.await("subject=CN = localhost");
			tls.reload(named("renewed"));
			try (OpenSslProgram after = client(listener)) {
				after.await("subject=CN = renewed");
				before.tell("still here\n");
				this.events.awaitReceived("still here\n");
			}
		}
	}

	private void assertRefused(TcpListener<?> listener) {
		Events.until(() -> listener.handshakeFailures() == 1);
		assertThat(listener.handshakes()).isZero();
		assertThat(this.events.all()).isEmpty();
	}

}
