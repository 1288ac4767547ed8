package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.tcpboot.autoconfigure.ServerSslProperties.ServerNameBundle;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsOptions.ClientAuth;

import org.springframework.boot.ssl.SslBundle;

/**
 * Makes the TLS options of a server.
 */
final class ServerTlsOptionsFactory implements TlsOptionsFactory {

	private final SslKeys keys;

	private final ServerSslProperties ssl;

	private final NamedSslBundles bundles;

	ServerTlsOptionsFactory(String prefix, ServerSslProperties ssl, NamedSslBundles bundles) {
		this.keys = new SslKeys(prefix);
		this.ssl = ssl;
		this.bundles = bundles;
	}

	@Override
	public boolean isEnabled() {
		if (this.ssl.getBundle() == null && !Boolean.FALSE.equals(this.ssl.getEnabled())) {
			this.keys.refuseWithoutBundle("enabled", this.ssl.getEnabled());
			this.keys.refuseWithoutBundle("client-auth", this.ssl.getClientAuth());
			this.keys.refuseWithoutBundle("handshake-timeout", this.ssl.getHandshakeTimeout());
			names().forEach((property, entry) -> this.keys.refuseWithoutBundle(property, entry.getBundle()));
			return false;
		}
		return !Boolean.FALSE.equals(this.ssl.getEnabled());
	}

	@Override
	public Map<String, String> bundles() {
		Map<String, String> bundles = new LinkedHashMap<>();
		bundles.put(mainBundle(), this.keys.key("bundle"));
		names().forEach((property, entry) -> bundles.putIfAbsent(bundle(property, entry), this.keys.key(property)));
		return bundles;
	}

	@Override
	public TlsOptions create() {
		TlsOptions.Builder options = options("bundle", mainBundle());
		names().forEach((property, entry) -> {
			TlsOptions its = options(property, bundle(property, entry)).build();
			addName(property.replace(".bundle", ".server-name"), name(property, entry), its, options);
		});
		return options.build();
	}

	private String mainBundle() {
		return Objects.requireNonNull(this.ssl.getBundle());
	}

	/**
	 * Return the entries for single names by the property of their bundle.
	 */
	private Map<String, ServerNameBundle> names() {
		List<ServerNameBundle> entries = (this.ssl.getServerNameBundles() != null) ? this.ssl.getServerNameBundles()
				: List.of();
		Map<String, ServerNameBundle> names = new LinkedHashMap<>();
		entries.forEach((entry) -> names.put("server-name-bundles[" + names.size() + "].bundle", entry));
		return names;
	}

	private String bundle(String property, ServerNameBundle entry) {
		if (entry.getBundle() == null) {
			throw this.keys.invalid(property.replace(".bundle", ".server-name"), entry.getServerName(),
					"There is no SSL bundle for this name. Set " + this.keys.key(property) + " too.");
		}
		return entry.getBundle();
	}

	private String name(String property, ServerNameBundle entry) {
		if (entry.getServerName() == null) {
			throw this.keys.invalid(property, entry.getBundle(), "Nothing says for which name. Set "
					+ this.keys.key(property.replace(".bundle", ".server-name")) + " too.");
		}
		return entry.getServerName();
	}

	private void addName(String property, String name, TlsOptions its, TlsOptions.Builder options) {
		int before = options.build().serverNames().size();
		this.keys.check(property, name, () -> options.serverName(name, its));
		if (options.build().serverNames().size() == before) {
			throw this.keys.invalid(property, name, "Another bundle has this name already.");
		}
	}

	private TlsOptions.Builder options(String property, String bundle) {
		return this.bundles.use(this.keys.key(property), bundle, (found) -> {
			TlsOptions.Builder options = options(bundle, found);
			// Checks more than the options do.
			ReloadableTls.server(options.build());
			return options;
		});
	}

	private TlsOptions.Builder options(String name, SslBundle bundle) {
		SslBundleOptions its = new SslBundleOptions(bundle);
		ClientAuth clientAuth = (this.ssl.getClientAuth() != null) ? this.ssl.getClientAuth() : ClientAuth.NONE;
		if (clientAuth != ClientAuth.NONE && !its.hasTrust()) {
			throw this.keys.invalid("client-auth", clientAuth,
					"SSL bundle '" + name + "' does not say whose clients to let in. Give it a trust store.");
		}
		return this.keys.apply(its.server(clientAuth).name(name), this.ssl.getHandshakeTimeout());
	}

}
