package io.tcpboot;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.OpenSslProgram;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A client with TLS, and the real {@code openssl s_server} with all that can be wrong
 * with a server.
 */
@ParameterizedClass
@EnumSource(names = { "JDK", "OPENSSL" })
class TlsClientAttackTests {

	private static final String[] NEED = { "-Verify", "1", "-verify_return_error" };

	private final Events events = new Events();

	private final TlsProvider provider;

	TlsClientAttackTests(TlsProvider provider) {
		this.provider = provider;
	}

	private TlsOptions.Builder options() {
		return TestTls.clientOptions(this.provider);
	}

	private TlsOptions.Builder known() {
		return options().certificate(TlsFiles.CLIENT.getCertificatePathPEM(), TlsFiles.CLIENT.getPrivateKeyPEM());
	}

	private static OpenSslProgram server(X509Bundle bundle, String version, String... more) throws Exception {
		List<String> all = new ArrayList<>(List.of(version, "-CAfile", TlsFiles.root()));
		all.addAll(List.of(TlsFiles.own(bundle)));
		all.addAll(List.of(more));
		return OpenSslProgram.server(all.toArray(String[]::new));
	}

	private CompletableFuture<TcpSocket<String>> connect(OpenSslProgram server, TlsOptions.Builder tls) {
		ClientOptions options = ClientOptions.builder().host("localhost").port(server.port()).tls(tls.build()).build();
		SocketHandlers<String> handlers = this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.send("secret words\n");
		}).build();
		return TestLoop.LOOP.connect(options, handlers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	void whenTheServerIsGoodBytesGoBothWays(String version) throws Exception {
		try (OpenSslProgram server = server(TestTls.LOCALHOST, version)) {
			TcpSocket<String> socket = connect(server, options()).get(20, TimeUnit.SECONDS);
			server.await("secret words").tell("answer\n");
			this.events.awaitReceived("answer\n");
			assertThat(socket.tlsSession()).satisfies((session) -> assertThat(session.authorized()).isTrue());
			socket.close();
		}
	}

	@ParameterizedTest
	@CsvSource({ "expired, -tls1_3", "expired, -tls1_2", "wrong host, -tls1_3", "wrong host, -tls1_2",
			"self-signed, -tls1_3", "self-signed, -tls1_2", "wrong authority, -tls1_3", "wrong authority, -tls1_2" })
	@DisplayName("B80 B81 a bad certificate fails the connect future, nothing opens, nothing is sent or shown")
	void whenTheCertificateIsBadNothingIsSentOrShown(String what, String version) throws Exception {
		try (OpenSslProgram server = server(TlsFiles.bad(what), version, "-verify", "1")) {
			CompletableFuture<TcpSocket<String>> connecting = connect(server, known());
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connecting.get(20, TimeUnit.SECONDS))
				.havingCause()
				.isInstanceOfSatisfying(TcpConnectException.class,
						(ex) -> assertThat(ex.kind()).isEqualTo(TcpConnectException.Kind.TLS))
				.withCauseInstanceOf(SSLException.class);
			server.await("ERROR");
			assertThat(this.events.all()).containsExactly("connectError TLS");
			assertThat(server.printed()).doesNotContain("secret").doesNotContain("CN = client");
		}
	}

	@ParameterizedTest
	@CsvSource({ "expired, NotAfter", "wrong host, No subject alternative DNS name matching localhost",
			"self-signed, unable to find valid cert", "wrong authority, unable to find valid cert" })
	@DisplayName("B83 without verification it works, is not authorized, and says why")
	void whenNothingIsVerifiedTheReasonIsThere(String what, String reason) throws Exception {
		try (OpenSslProgram server = server(TlsFiles.bad(what), "-tls1_3")) {
			TcpSocket<String> socket = connect(server, options().verifyPeer(false)).get(20, TimeUnit.SECONDS);
			server.await("secret words");
			assertThat(socket.tlsSession()).satisfies((session) -> {
				assertThat(session.authorized()).isFalse();
				assertThat(session.authorizationFailure()).hasStackTraceContaining(reason);
			});
			socket.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B84 a client shows its certificate to a good server that asks for it")
	void whenTheServerAsksTheClientShowsItsCertificate(String version) throws Exception {
		try (OpenSslProgram server = server(TestTls.LOCALHOST, version, NEED)) {
			TcpSocket<String> socket = connect(server, known()).get(20, TimeUnit.SECONDS);
			assertThat(server.await("secret words").printed()).contains("CN = client");
			socket.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "impostor" })
	@DisplayName("B84 a client that learns late that it is refused gets error with the alert, then close")
	void whenAClientIsRefusedLateItIsToldTheAlert(String certificate) throws Exception {
		TlsOptions.Builder options = options();
		if (certificate.equals("impostor")) {
			options.certificate(TlsFiles.IMPOSTOR.getCertificatePathPEM(), TlsFiles.IMPOSTOR.getPrivateKeyPEM());
		}
		try (OpenSslProgram server = server(TestTls.LOCALHOST, "-tls1_3", NEED)) {
			connect(server, options).get(20, TimeUnit.SECONDS);
			assertThat(this.events.awaitClose()).hasSize(3).startsWith("open").endsWith("close TLS_FAILURE");
			assertThat(this.events.all().get(1)).startsWith("error ").containsIgnoringCase("alert");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "impostor" })
	@DisplayName("B84 B81 with TLS 1.2 it learns in time, and never opens")
	void whenAClientIsRefusedInTimeItNeverOpens(String certificate) throws Exception {
		TlsOptions.Builder options = options();
		if (certificate.equals("impostor")) {
			options.certificate(TlsFiles.IMPOSTOR.getCertificatePathPEM(), TlsFiles.IMPOSTOR.getPrivateKeyPEM());
		}
		try (OpenSslProgram server = server(TestTls.LOCALHOST, "-tls1_2", NEED)) {
			CompletableFuture<TcpSocket<String>> connecting = connect(server, options);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> connecting.get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(TcpConnectException.class);
			assertThat(this.events.all()).containsExactly("connectError TLS");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B85 ALPN: what the server chooses is readable, and a refusal fails the connect")
	void whenTheServerChoosesAProtocolItIsReadable(String version) throws Exception {
		try (OpenSslProgram server = server(TestTls.LOCALHOST, version, "-alpn", "echo/1")) {
			TcpSocket<String> socket = connect(server, options().applicationProtocols("x", "echo/1")).get(20,
					TimeUnit.SECONDS);
			assertThat(socket.tlsSession())
				.satisfies((session) -> assertThat(session.applicationProtocol()).isEqualTo("echo/1"));
			socket.terminate();
			CompletableFuture<TcpSocket<String>> none = connect(server, options().applicationProtocols("x"));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> none.get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(TcpConnectException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-tls1_3", "-tls1_2" })
	@DisplayName("B93 when the server is killed, the client's close has a reason")
	void whenTheServerIsKilledThatIsNoOrderlyEnd(String version) throws Exception {
		try (OpenSslProgram server = server(TestTls.LOCALHOST, version)) {
			connect(server, options()).get(20, TimeUnit.SECONDS);
			server.await("secret words").close();
			assertThat(this.events.awaitClose().get(this.events.all().size() - 1)).isIn("close TLS_TRUNCATED",
					"close RESET");
		}
	}

}
