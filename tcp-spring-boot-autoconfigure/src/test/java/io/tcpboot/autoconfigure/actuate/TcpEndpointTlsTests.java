package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;

import io.netty.pkitesting.X509Bundle;
import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpListener;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.Certificates;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.autoconfigure.actuate.SocketDescription.SessionDescription;
import io.tcpboot.autoconfigure.actuate.TlsDescription.CertificateDescription;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsOptions.ClientAuth;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of TLS.
 */
class TcpEndpointTlsTests {

	private static final X509Bundle WEB = Certificates.server("web");

	private static final X509Bundle API = Certificates.server("api");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class,
				TcpClientAutoConfiguration.class, TcpEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=tcp", "tcp.endpoint.show-remote-address=always")
		.withPropertyValues(Certificates.pemBundle("web", WEB))
		.withPropertyValues(Certificates.pemBundle("api", API))
		.withPropertyValues("spring.ssl.bundle.pem.web.options.enabled-protocols=TLSv1.3",
				"spring.ssl.bundle.pem.web.truststore.certificate=" + Certificates.CA.getCertificatePEM());

	private final ApplicationContextRunner echoRunner = this.contextRunner.withBean(Echo.class)
		.withPropertyValues("tcp.servers.echo.ssl.bundle=web");

	private static TlsDescription tls(ApplicationContext context) {
		return context.getBean(TcpEndpoint.class).tcp().servers().get(0).tls();
	}

	private static SessionDescription session(ApplicationContext context, String server) {
		TcpEndpoint endpoint = context.getBean(TcpEndpoint.class);
		Awaitility.await()
			.until(() -> endpoint.sockets(server, null, null, null, null, null, null).sockets().size() == 1);
		return endpoint.sockets(server, null, null, null, null, null, null).sockets().get(0).tls();
	}

	private static CertificateDescription certificate(String bundle, String serverName, X509Bundle certificate) {
		return new CertificateDescription(bundle, serverName,
				certificate.getCertificate().getSubjectX500Principal().getName(),
				certificate.getCertificate().getNotAfter().toInstant());
	}

	@Test
	void whenAServerHasABundleItsNameVersionsAndExpiryAreTold() {
		this.echoRunner
			.withPropertyValues("tcp.servers.echo.ssl.client-auth=want", "tcp.servers.echo.ssl.handshake-timeout=3s",
					"tcp.servers.echo.ssl.server-name-bundles[0].server-name=api.example.com",
					"tcp.servers.echo.ssl.server-name-bundles[0].bundle=api",
					"spring.ssl.bundle.pem.api.truststore.certificate=" + Certificates.CA.getCertificatePEM())
			.run((context) -> assertThat(tls(context))
				.isEqualTo(new TlsDescription("web", List.of("TLSv1.3"), ClientAuth.WANT, Duration.ofSeconds(3),
						List.of(certificate("web", null, WEB), certificate("api", "api.example.com", API)))));
	}

	@Test
	void whenABundleIsUpdatedTheNewExpiryIsTold() {
		this.echoRunner.run((context) -> {
			assertThat(tls(context).certificates()).containsExactly(certificate("web", null, WEB));
			SslBundles bundles = context.getBean(SslBundles.class);
			SslBundle renewed = bundles.getBundle("api");
			((DefaultSslBundleRegistry) bundles).updateBundle("web", renewed);
			assertThat(tls(context).certificates()).containsExactly(certificate("web", null, API));
		});
	}

	@Test
	void whenAServerIsPlainThereIsNoTls() {
		this.contextRunner.withBean(Echo.class).run((context) -> assertThat(tls(context)).isNull());
	}

	@Test
	void whenAPeerShowsItsCertificateItsSubjectIsTold() throws Exception {
		this.echoRunner.withPropertyValues("tcp.servers.echo.ssl.client-auth=need").run((context) -> {
			TcpListener<?> listener = context.getBean(TcpServers.class).listener("echo");
			try (TcpTestPeer peer = TcpTestPeer.connect(listener.port())
				.startTls(Certificates.tls(Certificates.CLIENT))) {
				peer.send("hi").expect("hi");
				SessionDescription session = session(context, "echo");
				assertThat(session.peerSubject()).isEqualTo("CN=client");
				assertThat(session.authorized()).isTrue();
				assertThat(session.protocol()).isEqualTo("TLSv1.3");
				assertThat(session.cipherSuite()).isEqualTo(peer.tlsSession().getCipherSuite());
			}
		});
	}

	@Test
	void whenAPeerAsksForANameAndAProtocolBothAreTold() {
		TlsOptions.Builder tls = TlsOptions.builder()
			.certificate(WEB.getCertificatePathPEM(), WEB.getPrivateKeyPEM())
			.applicationProtocols("chat/2", "chat/1");
		this.contextRunner.run((context) -> {
			TcpListener<?> listener = context.getBean(TcpServers.class)
				.listen(ServerOptions.builder().name("chat").port(0).tls(tls.build()).build(), echo());
			try (TcpTestPeer peer = TcpTestPeer.connect(listener.port())
				.startTls(Certificates.tls().serverName("chat.example.com").applicationProtocols("chat/1"))) {
				peer.send("hi").expect("hi");
				SessionDescription session = session(context, "chat");
				assertThat(session.serverName()).isEqualTo("chat.example.com");
				assertThat(session.applicationProtocol()).isEqualTo("chat/1");
				assertThat(session.peerSubject()).isNull();
			}
		});
	}

	@Test
	void whenAClientHasTlsItsSideIsTold() {
		this.contextRunner.run((context) -> {
			TlsOptions tls = TlsOptions.builder().name("mine").verifyHostName(false).build();
			context.getBean(TcpClients.class)
				.connect(ClientOptions.to("localhost", 1).toBuilder().tls(tls).build(), echo());
			TlsDescription described = context.getBean(TcpEndpoint.class).tcp().clients().get(0).tls();
			assertThat(described.bundle()).isEqualTo("mine");
			assertThat(described.clientAuth()).isNull();
			assertThat(described.certificates()).isEmpty();
			assertThat(described.protocols()).containsExactly("TLSv1.3", "TLSv1.2");
		});
	}

	private static SocketHandlers<String> echo() {
		return SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build();
	}

	@TcpServer(name = "echo", port = 0)
	static class Echo {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

}
