package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates replaced under a running server.
 */
@ExtendWith(OutputCaptureExtension.class)
class SslBundleReloadTests {

	@TempDir
	Path folder;

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner();

	@BeforeEach
	void write() throws IOException {
		Certificates.writePem(this.folder, Certificates.SERVER);
		String web = "spring.ssl.bundle.pem.web.";
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class))
			.withBean("echo", Echo.class)
			.withPropertyValues("tcp.servers.echo.port=0", "tcp.servers.echo.ssl.bundle=web",
					web + "reload-on-update=true", web + "keystore.certificate=" + this.folder.resolve("server.pem"),
					web + "keystore.private-key=" + this.folder.resolve("server.key"),
					"spring.ssl.bundle.watch.file.quiet-period=100ms");
	}

	@Test
	void whenFilesAreReplacedNewHandshakesShowTheNewCertificateAndOldConnectionsStay() {
		this.contextRunner.run((context) -> {
			try (TcpTestPeer old = Peers.connectByTls(context, Certificates.tls())) {
				assertThat(Peers.certificateName(old)).isEqualTo("server");
				Certificates.writePem(this.folder, Certificates.server("renewed"));
				awaitShown(context, "renewed");
				old.send("still here").expect("still here");
			}
		});
	}

	@Test
	void whenTheNewKeyIsNotThatOfTheCertificateTheOldOneStaysUntilItIs(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Files.writeString(this.folder.resolve("server.key"), Certificates.CLIENT.getPrivateKeyPEM());
			await().until(() -> output.getOut()
				.contains("tcp.servers.echo.ssl: the new SSL bundle 'web' cannot be used, the old one stays: "
						+ "Property tcp.servers.echo.ssl.bundle with value 'web' is invalid: "
						+ "key: EC key that does not belong to the certificate (expected: the key of CN=server)"));
			assertThat(shown(context)).isEqualTo("server");
			Certificates.writePem(this.folder, Certificates.server("renewed"));
			awaitShown(context, "renewed");
		});
	}

	@Test
	void whenANewFileIsUnreadableTheOldCertificateStaysUntilItIsReadable(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			Files.writeString(this.folder.resolve("server.pem"), "not a certificate");
			await().until(() -> output.getOut()
				.contains("bundle with value 'web' is invalid: "
						+ "Unable to create key store: Missing certificates or unrecognized format"));
			assertThat(shown(context)).isEqualTo("server");
			Certificates.writePem(this.folder, Certificates.server("renewed"));
			awaitShown(context, "renewed");
		});
	}

	@Test
	void whenAnotherUserOfTheBundleFollowsItIsToldThoughOursFailed() {
		this.contextRunner.run((context) -> {
			AtomicReference<SslBundle> told = new AtomicReference<>();
			context.getBean(SslBundles.class).addBundleUpdateHandler("web", told::set);
			SslBundle useless = SslBundle.of(SslStoreBundle.NONE);
			context.getBean(SslBundleRegistry.class).updateBundle("web", useless);
			assertThat(told).hasValue(useless);
			assertThat(shown(context)).isEqualTo("server");
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	private static void awaitShown(BeanFactory context, String name) {
		await().until(() -> shown(context).equals(name));
	}

	private static String shown(BeanFactory context) throws Exception {
		try (TcpTestPeer peer = Peers.connectByTls(context, Certificates.tls())) {
			return Peers.certificateName(peer);
		}
	}

}
