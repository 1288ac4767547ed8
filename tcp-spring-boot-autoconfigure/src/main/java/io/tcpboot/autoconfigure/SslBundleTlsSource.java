package io.tcpboot.autoconfigure;

import java.util.function.Function;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/**
 * Makes TLS of SSL bundles.
 */
final class SslBundleTlsSource implements TlsSource {

	private final ObjectProvider<SslBundles> bundles;

	SslBundleTlsSource(ObjectProvider<SslBundles> bundles) {
		this.bundles = bundles;
	}

	@Override
	public @Nullable ReloadableTls server(String prefix, ServerSslProperties ssl) {
		return tls(prefix, new ServerTlsOptionsFactory(prefix, ssl, bundles()), ReloadableTls::server);
	}

	@Override
	public @Nullable ReloadableTls client(String prefix, ClientSslProperties ssl) {
		return tls(prefix, new ClientTlsOptionsFactory(prefix, ssl, bundles()), ReloadableTls::client);
	}

	private NamedSslBundles bundles() {
		return new NamedSslBundles(this.bundles.getIfAvailable());
	}

	private @Nullable ReloadableTls tls(String prefix, TlsOptionsFactory factory,
			Function<TlsOptions, ReloadableTls> side) {
		return factory.isEnabled() ? new SslBundleFollower(prefix, factory).follow(bundles(), side) : null;
	}

}
