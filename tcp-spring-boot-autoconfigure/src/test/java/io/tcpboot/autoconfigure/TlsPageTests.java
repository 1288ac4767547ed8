package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what docs/tls.md shows.
 */
class TlsPageTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	@TempDir
	Path folder;

	@BeforeEach
	void write() throws IOException {
		Certificates.writePem(this.folder, Certificates.SERVER);
		X509Bundle shop = Certificates.server("shop");
		Files.writeString(this.folder.resolve("shop.pem"), shop.getCertificatePathPEM());
		Files.writeString(this.folder.resolve("shop.key"), shop.getPrivateKeyPEM());
	}

	@Test
	void whenTheBundleIsNamedTheServerShowsItsCertificate() throws IOException {
		with(yaml(0)).run((context) -> {
			try (TcpTestPeer peer = Peers.connectByTls(context, Certificates.tls())) {
				assertThat(Peers.certificateName(peer)).isEqualTo("server");
				peer.send("hello").expect("hello");
			}
		});
	}

	@Test
	void whenNamesHaveBundlesTheServerShowsTheirs() throws IOException {
		with(yaml(1)).run((context) -> {
			try (TcpTestPeer peer = Peers.connectByTls(context, Certificates.tls().serverName("www.shop.example"));
					TcpTestPeer client = Peers.connectByTls(context, Certificates.tls(Certificates.CLIENT))) {
				assertThat(Peers.certificateName(peer)).isEqualTo("shop");
				client.send("hello").expect("hello");
			}
		});
	}

	private ApplicationContextRunner with(Properties properties) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TcpAutoConfiguration.class))
			.withBean("echo", Echo.class)
			.withPropertyValues("tcp.servers.echo.port=0")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new PropertiesPropertySource("page", properties)));
	}

	private Properties yaml(int index) throws IOException {
		List<String> snippets = YAML.matcher(Files.readString(Path.of("../docs/tls.md")))
			.results()
			.map((found) -> found.group(1).replace("/etc/tls", this.folder.toString()))
			.toList();
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(snippets.get(index).getBytes()));
		return factory.getObject();
	}

}
