package io.tcpboot.autoconfigure;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients with TLS of SSL bundles, against a server that asks for certificates.
 */
class SslBundleClientTests {

	private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

	private final ClientSslProperties ssl = new ClientSslProperties();

	private final BlockingQueue<List<X509Certificate>> shown = new LinkedBlockingQueue<>();

	private final TcpListener<Void> server = Tcp.listen(
			ServerOptions.builder()
				.port(0)
				.tls(TlsOptions.builder()
					.certificate(Certificates.SERVER.getCertificatePathPEM(), Certificates.SERVER.getPrivateKeyPEM())
					.clientAuth(TlsOptions.ClientAuth.WANT)
					.trust(Certificates.CA.getCertificatePEM())
					.build())
				.build(),
			SocketHandlers.<Void>builder()
				.open((socket) -> this.shown.add(socket.tlsSession().peerCertificates()))
				.discardData()
				.build());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenTheBundleTrustsTheServerTheClientConnects() {
		use(bundle(null, Certificates.CA.getCertificatePEM()));
		assertThat(connect("localhost").tlsSession().authorized()).isTrue();
	}

	@Test
	void whenTheBundleHasACertificateTheServerIsShownIt() throws InterruptedException {
		use(bundle(Certificates.CLIENT.getCertificatePathPEM(), Certificates.CA.getCertificatePEM()));
		connect("localhost");
		assertThat(this.shown.poll(10, TimeUnit.SECONDS)).startsWith(Certificates.CLIENT.getCertificate());
	}

	@Test
	void whenNothingSaysWhomToTrustItIsWhomTheJdkTrusts() {
		this.ssl.setEnabled(true);
		assertRefused("localhost");
		use(bundle(Certificates.CLIENT.getCertificatePathPEM(), null));
		assertRefused("localhost");
	}

	@Test
	void whenTheCertificateIsForAnotherHostItIsRefusedUnlessThatIsSwitchedOff() {
		use(bundle(null, Certificates.CA.getCertificatePEM()));
		assertRefused("127.0.0.1");
		this.ssl.setVerifyHostName(false);
		assertThat(connect("127.0.0.1").isOpen()).isTrue();
	}

	@Test
	void whenTheBundleChangesTheNextHandshakeUsesIt() {
		use(bundle(Certificates.CLIENT.getCertificatePathPEM(), null));
		ReloadableTls tls = tls();
		assertRefused("localhost", tls);
		this.bundles.updateBundle("feed", bundle(null, Certificates.CA.getCertificatePEM()));
		assertThat(connect("localhost", tls).tlsSession()).isNotNull();
	}

	@Test
	void whenHostNamesAreNotVerifiedWithoutTlsItIsRefused() {
		this.ssl.setVerifyHostName(false);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(this::tls)
			.withMessage("Property tcp.clients.feed.ssl.verify-host-name with value 'false' is invalid: "
					+ "Nothing says which SSL bundle to use. Set tcp.clients.feed.ssl.bundle too.");
	}

	@Test
	void whenTlsIsSwitchedOffThereIsNone() {
		this.ssl.setBundle("feed");
		this.ssl.setEnabled(false);
		assertThat(tls()).isNull();
	}

	private void use(SslBundle bundle) {
		this.bundles.registerBundle("feed", bundle);
		this.ssl.setBundle("feed");
	}

	private static SslBundle bundle(String certificate, String trusted) {
		PemSslStoreDetails own = PemSslStoreDetails.forCertificate(certificate)
			.withPrivateKey((certificate != null) ? Certificates.CLIENT.getPrivateKeyPEM() : null);
		SslStoreBundle stores = new PemSslStoreBundle(own, PemSslStoreDetails.forCertificate(trusted));
		return SslBundle.of(stores);
	}

	private ReloadableTls tls() {
		StaticListableBeanFactory beanFactory = new StaticListableBeanFactory();
		beanFactory.addBean("bundles", this.bundles);
		return new SslBundleTlsSource(beanFactory.getBeanProvider(SslBundles.class)).client("tcp.clients.feed.ssl",
				this.ssl);
	}

	private TcpSocket<Void> connect(String host) {
		return connect(host, tls());
	}

	private TcpSocket<Void> connect(String host, ReloadableTls tls) {
		ClientOptions options = ClientOptions.builder().host(host).port(this.server.port()).tls(tls).build();
		return Tcp.connect(options, handlers()).join();
	}

	private void assertRefused(String host) {
		assertRefused(host, tls());
	}

	private void assertRefused(String host, ReloadableTls tls) {
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(host, tls))
			.satisfies((failure) -> assertThat(((TcpConnectException) failure.getCause()).kind())
				.isEqualTo(TcpConnectException.Kind.TLS));
	}

	private static SocketHandlers<Void> handlers() {
		return SocketHandlers.<Void>builder().discardData().build();
	}

}
