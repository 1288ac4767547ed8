package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

import io.tcpboot.ServerOptions;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers with TLS of every form of SSL bundle.
 */
class SslBundleServerTests {

	private static final String WEB = "spring.ssl.bundle.pem.web.";

	@TempDir
	Path folder;

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class))
		.withBean("echo", Echo.class)
		.withPropertyValues("tcp.servers.echo.port=0");

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withPropertyValues("tcp.servers.echo.ssl.bundle=web");

	private final ApplicationContextRunner webRunner = this.contextRunner
		.withPropertyValues(Certificates.pemBundle("web", Certificates.SERVER));

	@BeforeEach
	void write() throws IOException {
		Certificates.writePem(this.folder, Certificates.SERVER);
	}

	@Test
	void whenThereIsABundleItsNameIsThatOfTheOptions() {
		this.webRunner.run((context) -> {
			ServerOptions options = context.getBean(TcpServers.class).listener("echo").options();
			assertThat(options.tls()).isNotNull();
			assertThat(options.tls().options().name()).isEqualTo("web");
		});
	}

	@Test
	void whenBundleIsTextTheServerShowsItsCertificate() {
		this.webRunner.run(showsServer());
	}

	@Test
	void whenBundleIsFilesTheServerShowsItsCertificate() {
		this.contextRunner
			.withPropertyValues(WEB + "keystore.certificate=" + this.folder.resolve("server.pem"),
					WEB + "keystore.private-key=" + this.folder.resolve("server.key"))
			.run(showsServer());
	}

	@Test
	void whenBundleIsOnTheClassPathTheServerShowsItsCertificate() throws IOException {
		try (URLClassLoader classLoader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() })) {
			this.contextRunner.withClassLoader(classLoader)
				.withPropertyValues(WEB + "keystore.certificate=classpath:server.pem",
						WEB + "keystore.private-key=classpath:server.key")
				.run(showsServer());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PKCS12", "JKS" })
	void whenBundleIsAStoreTheServerShowsTheCertificateOfTheAlias(String type) throws Exception {
		Path store = Certificates.writeStore(this.folder.resolve("store"), type);
		String web = "spring.ssl.bundle.jks.web.";
		this.contextRunner
			.withPropertyValues(web + "keystore.location=" + store, web + "keystore.type=" + type,
					web + "keystore.password=" + Certificates.PASSWORD, web + "key.alias=server")
			.run(showsServer());
	}

	@Test
	void whenBundleHasOptionsTheyHold() {
		this.webRunner
			.withPropertyValues(WEB + "options.enabled-protocols=TLSv1.2",
					WEB + "options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connectByTls(context, Certificates.tls())) {
					assertThat(peer.tlsSession().getProtocol()).isEqualTo("TLSv1.2");
					assertThat(peer.tlsSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
				}
			});
	}

	@Test
	void whenABundleIsForANameWhoAsksForItGetsItsCertificate() {
		this.webRunner.withPropertyValues(Certificates.pemBundle("shop", Certificates.server("shop")))
			.withPropertyValues("tcp.servers.echo.ssl.server-name-bundles[0].server-name=*.shop.example",
					"tcp.servers.echo.ssl.server-name-bundles[0].bundle=shop")
			.run((context) -> {
				try (TcpTestPeer shopper = Peers.connectByTls(context,
						Certificates.tls().serverName("www.shop.example"));
						TcpTestPeer other = Peers.connectByTls(context, Certificates.tls().serverName("www.example"))) {
					assertThat(Peers.certificateName(shopper)).isEqualTo("shop");
					assertThat(Peers.certificateName(other)).isEqualTo("server");
				}
			});
	}

	@Test
	void whenClientsNeedACertificateOnlyTheyAreLetIn() {
		trusting("need").run((context) -> {
			try (TcpTestPeer client = Peers.connectByTls(context, Certificates.tls(Certificates.CLIENT));
					TcpTestPeer nobody = Peers.connectByTls(context, Certificates.tls())) {
				client.send("hello").expect("hello");
				assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> nobody.send("hello").expect("hello"));
			}
		});
	}

	@Test
	void whenClientsMayHaveACertificateOthersAreLetInToo() {
		trusting("want").run((context) -> {
			try (TcpTestPeer client = Peers.connectByTls(context, Certificates.tls(Certificates.CLIENT));
					TcpTestPeer nobody = Peers.connectByTls(context, Certificates.tls())) {
				client.send("hello").expect("hello");
				nobody.send("hello").expect("hello");
			}
		});
	}

	@Test
	void whenABundleHasTrustThatTheServerDoesNotNeedItIsLeftOut() {
		trusting("none").run(showsServer());
	}

	private ApplicationContextRunner trusting(String clientAuth) {
		return this.webRunner.withPropertyValues(WEB + "truststore.certificate=" + this.folder.resolve("ca.pem"),
				"tcp.servers.echo.ssl.client-auth=" + clientAuth);
	}

	@Test
	void whenThereIsADefaultTimeForHandshakesPlainServersStayPlain() {
		this.plainRunner.withPropertyValues("tcp.defaults.ssl.handshake-timeout=5s")
			.run((context) -> assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello"));
	}

	@Test
	void whenAHandshakeTakesTooLongThePeerIsDropped() {
		this.webRunner.withPropertyValues("tcp.defaults.ssl.handshake-timeout=100ms").run((context) -> {
			try (TcpTestPeer silent = Peers.connect(context, "echo")) {
				assertThat(silent.readTextToEnd()).isEmpty();
			}
		});
	}

	@Test
	void whenTlsIsSwitchedOffTheServerIsPlain() {
		this.contextRunner.withPropertyValues("tcp.servers.echo.ssl.enabled=false")
			.run((context) -> assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello"));
	}

	private static <C extends ApplicationContext> ContextConsumer<C> showsServer() {
		return (context) -> {
			try (TcpTestPeer peer = Peers.connectByTls(context, Certificates.tls())) {
				assertThat(Peers.certificateName(peer)).isEqualTo("server");
				peer.send("hello").expect("hello");
			}
		};
	}

}
