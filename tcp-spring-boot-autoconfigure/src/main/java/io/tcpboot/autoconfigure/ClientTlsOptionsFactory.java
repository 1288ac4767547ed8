package io.tcpboot.autoconfigure;

import java.util.Map;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;

/**
 * Makes the TLS options of a client. Without an SSL bundle it trusts whom the JDK trusts.
 */
final class ClientTlsOptionsFactory implements TlsOptionsFactory {

	private final SslKeys keys;

	private final ClientSslProperties ssl;

	private final NamedSslBundles bundles;

	ClientTlsOptionsFactory(String prefix, ClientSslProperties ssl, NamedSslBundles bundles) {
		this.keys = new SslKeys(prefix);
		this.ssl = ssl;
		this.bundles = bundles;
	}

	@Override
	public boolean isEnabled() {
		if (this.ssl.getEnabled() == null && this.ssl.getBundle() == null) {
			this.keys.refuseWithoutBundle("verify-host-name", this.ssl.getVerifyHostName());
			this.keys.refuseWithoutBundle("handshake-timeout", this.ssl.getHandshakeTimeout());
			return false;
		}
		return !Boolean.FALSE.equals(this.ssl.getEnabled());
	}

	@Override
	public Map<String, String> bundles() {
		String bundle = this.ssl.getBundle();
		return (bundle != null) ? Map.of(bundle, this.keys.key("bundle")) : Map.of();
	}

	@Override
	public TlsOptions create() {
		String bundle = this.ssl.getBundle();
		if (bundle == null) {
			return complete(TlsOptions.builder());
		}
		return this.bundles.use(this.keys.key("bundle"), bundle, (found) -> {
			TlsOptions options = complete(new SslBundleOptions(found).client().name(bundle));
			// Checks more than the options do.
			ReloadableTls.client(options);
			return options;
		});
	}

	private TlsOptions complete(TlsOptions.Builder options) {
		Boolean verifyHostName = this.ssl.getVerifyHostName();
		if (verifyHostName != null) {
			options.verifyHostName(verifyHostName);
		}
		return this.keys.apply(options, this.ssl.getHandshakeTimeout()).build();
	}

}
