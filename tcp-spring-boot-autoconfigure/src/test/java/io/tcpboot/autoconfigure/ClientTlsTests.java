package io.tcpboot.autoconfigure;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpListener;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.TcpClients;
import io.tcpboot.tls.TlsOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Clients that trust by an SSL bundle, which changes.
 */
class ClientTlsTests {

	private static final String RIGHT = Certificates.CA.getCertificatePEM();

	private static final String WRONG = Certificates.CLIENT.getCertificatePEM();

	@AutoClose
	private final TcpListener<Void> server = Tcp.listen(ServerOptions.builder()
		.port(0)
		.tls(TlsOptions.builder()
			.certificate(Certificates.SERVER.getCertificatePathPEM(), Certificates.SERVER.getPrivateKeyPEM())
			.build())
		.build(), SocketHandlers.<Void>builder().discardData().build());

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class,
				TcpClientAutoConfiguration.class))
		.withBean(LoginFeed.class)
		.withPropertyValues("tcp.clients.feed.addresses=localhost:" + this.server.port(),
				"tcp.clients.feed.ssl.bundle=feed", "tcp.clients.feed.reconnect.delay=10ms",
				"tcp.clients.feed.reconnect.max-delay=50ms");

	private static String trust(String pem) {
		return "spring.ssl.bundle.pem.feed.truststore.certificate=" + pem;
	}

	private static SslBundle bundle(String trust) {
		return SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(trust)));
	}

	private static void await(ManagedClient<?> client, ClientState state) {
		Awaitility.await().until(() -> client.state() == state);
	}

	@Test
	void whenTheBundleTrustsTheServerTheClientConnects() {
		this.contextRunner.withPropertyValues(trust(RIGHT))
			.run((context) -> await(context.getBean(TcpClients.class).client("feed"), ClientState.CONNECTED));
	}

	@Test
	void whenTheBundleComesToTrustTheServerTheNextAttemptSucceeds() {
		this.contextRunner.withPropertyValues(trust(WRONG)).run((context) -> {
			ManagedClient<?> client = context.getBean(TcpClients.class).client("feed");
			await(client, ClientState.WAITING);
			assertThat(client.lastFailure()).asInstanceOf(type(TcpConnectException.class))
				.returns(TcpConnectException.Kind.TLS, TcpConnectException::kind);
			context.getBean(SslBundleRegistry.class).updateBundle("feed", bundle(RIGHT));
			await(client, ClientState.CONNECTED);
		});
	}

	@Test
	void whenTheBundleChangesTheConnectionStays() {
		this.contextRunner.withPropertyValues(trust(RIGHT)).run((context) -> {
			ManagedClient<?> client = context.getBean(TcpClients.class).client("feed");
			await(client, ClientState.CONNECTED);
			context.getBean(SslBundleRegistry.class).updateBundle("feed", bundle(WRONG));
			assertThat(client.send("still here")).isTrue();
			this.server.stopNow();
			await(client, ClientState.WAITING);
		});
	}

}
