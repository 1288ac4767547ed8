package io.tcpboot.autoconfigure;

import java.nio.file.Path;

import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the whole text of every mistake that can be made with the TLS of a server.
 */
class SslMistakesTests {

	private static final String PREFIX = "Property tcp.servers.echo.ssl.";

	private static final X509Bundle SERVER = Certificates.SERVER;

	@TempDir
	Path folder;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class))
		.withBean("echo", Echo.class)
		.withPropertyValues("tcp.servers.echo.port=0")
		.withPropertyValues(Certificates.pemBundle("web", SERVER))
		.withPropertyValues(Certificates.pemBundle("mail", SERVER));

	@Test
	void whenThereIsNoSuchBundle() {
		assertMistake("bundle with value 'wbe' is invalid: There is no SSL bundle of this name (known: mail, web). "
				+ "Define it below spring.ssl.bundle.", "bundle=wbe");
	}

	@Test
	void whenThereAreNoBundlesAtAll() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
			.withBean("echo", Echo.class)
			.withPropertyValues("tcp.servers.echo.ssl.bundle=web")
			.run((context) -> assertThat(context).getFailure()
				.hasMessage(PREFIX + "bundle with value 'web' is invalid: There is no SSL bundle of this name "
						+ "(known: none). Define it below spring.ssl.bundle."));
	}

	@Test
	void whenTlsIsSwitchedOnWithoutABundle() {
		assertMistake("enabled with value 'true' is invalid: Nothing says which SSL bundle to use. "
				+ "Set tcp.servers.echo.ssl.bundle too.", "enabled=true");
	}

	@Test
	void whenClientsAreAskedForCertificatesWithoutTls() {
		assertMistake("client-auth with value 'NEED' is invalid: Nothing says which SSL bundle to use. "
				+ "Set tcp.servers.echo.ssl.bundle too.", "client-auth=need");
	}

	@Test
	void whenAHandshakeHasATimeWithoutTls() {
		assertMistake("handshake-timeout with value 'PT5S' is invalid: Nothing says which SSL bundle to use. "
				+ "Set tcp.servers.echo.ssl.bundle too.", "handshake-timeout=5s");
	}

	@Test
	void whenThereAreBundlesForNamesAndNoneForOthers() {
		assertMistake(
				"server-name-bundles[0].bundle with value 'web' is invalid: Nothing says which SSL bundle to use. "
						+ "Set tcp.servers.echo.ssl.bundle too.",
				"server-name-bundles[0].server-name=shop.example", "server-name-bundles[0].bundle=web");
	}

	@Test
	void whenNothingSaysWhoseClientsAreLetIn() {
		assertMistake(
				"client-auth with value 'WANT' is invalid: SSL bundle 'web' does not say whose clients to let in. "
						+ "Give it a trust store.",
				"bundle=web", "client-auth=want");
	}

	@Test
	void whenABundleHasNoKey() {
		assertMistake(
				this.contextRunner.withPropertyValues(
						"spring.ssl.bundle.pem.trust.truststore.certificate=" + Certificates.CA.getCertificatePEM()),
				"bundle with value 'trust' is invalid: "
						+ "The bundle has no private key with its certificate, which a server needs.",
				"bundle=trust");
	}

	@Test
	void whenTheKeyIsAnotherOne() {
		assertMistake(
				this.contextRunner.withPropertyValues(
						"spring.ssl.bundle.pem.mail.keystore.private-key=" + Certificates.CLIENT.getPrivateKeyPEM()),
				"bundle with value 'mail' is invalid: "
						+ "key: EC key that does not belong to the certificate (expected: the key of CN=server)",
				"bundle=mail");
	}

	@Test
	void whenAStoreCannotBeOpened() throws Exception {
		Path store = Certificates.writeStore(this.folder.resolve("store.p12"), "PKCS12");
		assertMistake(
				this.contextRunner.withPropertyValues("spring.ssl.bundle.jks.store.keystore.location=" + store,
						"spring.ssl.bundle.jks.store.keystore.type=PKCS12",
						"spring.ssl.bundle.jks.store.keystore.password=wrong"),
				"bundle with value 'store' is invalid: Unable to create key store: Could not load store from '" + store
						+ "'",
				"bundle=store");
	}

	@Test
	void whenTheBundleChoosesVersionsByItsProtocol() {
		assertMistake(this.contextRunner.withPropertyValues("spring.ssl.bundle.pem.web.protocol=TLSv1.2"),
				"bundle with value 'web' is invalid: The bundle has the protocol 'TLSv1.2', but versions are chosen "
						+ "by options.enabled-protocols.",
				"bundle=web");
	}

	@Test
	void whenTheBundleWantsAnOldVersion() {
		assertMistake(
				this.contextRunner
					.withPropertyValues("spring.ssl.bundle.pem.web.options.enabled-protocols=TLSv1.1,TLSv1.2"),
				"bundle with value 'web' is invalid: "
						+ "protocols: [TLSv1.1, TLSv1.2] (expected: one or more of [TLSv1.3, TLSv1.2])",
				"bundle=web");
	}

	@Test
	void whenANameHasNoBundle() {
		assertMistake(
				"server-name-bundles[0].server-name with value 'shop.example' is invalid: There is no SSL bundle for "
						+ "this name. Set tcp.servers.echo.ssl.server-name-bundles[0].bundle too.",
				"bundle=web", "server-name-bundles[0].server-name=shop.example");
	}

	@Test
	void whenABundleHasNoName() {
		assertMistake(
				"server-name-bundles[0].bundle with value 'mail' is invalid: Nothing says for which name. "
						+ "Set tcp.servers.echo.ssl.server-name-bundles[0].server-name too.",
				"bundle=web", "server-name-bundles[0].bundle=mail");
	}

	@Test
	void whenANameIsNone() {
		assertMistake(
				"server-name-bundles[0].server-name with value 'a b' is invalid: "
						+ "serverName: 'a b' (expected: a host name, or *.host.name)",
				"bundle=web", "server-name-bundles[0].server-name=a b", "server-name-bundles[0].bundle=mail");
	}

	@Test
	void whenANameHasTwoBundles() {
		assertMistake(
				"server-name-bundles[1].server-name with value 'Shop.example' is invalid: "
						+ "Another bundle has this name already.",
				"bundle=web", "server-name-bundles[0].server-name=shop.example", "server-name-bundles[0].bundle=mail",
				"server-name-bundles[1].server-name=Shop.example", "server-name-bundles[1].bundle=web");
	}

	@Test
	void whenTheHandshakeMayTakeForEver() {
		assertMistake(
				"handshake-timeout with value 'PT0S' is invalid: handshakeTimeout: PT0S (expected: 1 ms to 1 day)",
				"bundle=web", "handshake-timeout=0");
	}

	private void assertMistake(String message, String... properties) {
		assertMistake(this.contextRunner, message, properties);
	}

	private static void assertMistake(ApplicationContextRunner contextRunner, String message, String... properties) {
		ApplicationContextRunner mistaken = contextRunner;
		for (String property : properties) {
			mistaken = mistaken.withPropertyValues("tcp.servers.echo.ssl." + property);
		}
		mistaken.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessage(PREFIX + message));
	}

}
