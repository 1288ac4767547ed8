package io.tcpboot.autoconfigure;

import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.net.ssl.X509KeyManager;

import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * What an SSL bundle says about TLS, in the words of the engine. Keys are taken out of
 * the bundle's key manager, so that the engine can check that they belong to their
 * certificates and hand them to OpenSSL once, and not in every handshake.
 */
final class SslBundleOptions {

	/** What the JDK calls the keys of certificates. */
	private static final List<String> KEY_TYPES = List.of("EC", "RSA", "RSASSA-PSS", "EdDSA", "DSA");

	private final SslBundle bundle;

	SslBundleOptions(SslBundle bundle) {
		this.bundle = bundle;
	}

	/**
	 * Return whether the bundle says whom to trust. One without any store has managers
	 * that somebody has made for it.
	 */
	boolean hasTrust() {
		return this.bundle.getStores().getTrustStore() != null || this.bundle.getStores().getKeyStore() == null;
	}

	/**
	 * Begin the options of a server. Whom the bundle trusts is left out where no client
	 * is asked for a certificate, as a bundle may serve a client too.
	 * @throws IllegalArgumentException if the bundle cannot be a server's
	 */
	TlsOptions.Builder server(TlsOptions.ClientAuth clientAuth) {
		TlsOptions.Builder options = begin().clientAuth(clientAuth);
		check(addKeys(options, X509KeyManager::getServerAliases),
				"The bundle has no private key with its certificate, which a server needs.");
		return (clientAuth != TlsOptions.ClientAuth.NONE) ? addTrust(options) : options;
	}

	/**
	 * Begin the options of a client. Unless the bundle says whom to trust, it is those
	 * whom the JDK trusts.
	 * @throws IllegalArgumentException if the bundle cannot be a client's
	 */
	TlsOptions.Builder client() {
		TlsOptions.Builder options = begin();
		addKeys(options, X509KeyManager::getClientAliases);
		return hasTrust() ? addTrust(options) : options;
	}

	private TlsOptions.Builder addTrust(TlsOptions.Builder options) {
		return options.trustManager(this.bundle.getManagers().getTrustManagerFactory());
	}

	private TlsOptions.Builder begin() {
		check(SslBundle.DEFAULT_PROTOCOL.equals(this.bundle.getProtocol()), "The bundle has the protocol '"
				+ this.bundle.getProtocol() + "', but versions are chosen by options.enabled-protocols.");
		TlsOptions.Builder builder = TlsOptions.builder();
		SslOptions options = this.bundle.getOptions();
		String @Nullable [] protocols = options.getEnabledProtocols();
		if (protocols != null) {
			builder.protocols(protocols);
		}
		String @Nullable [] ciphers = options.getCiphers();
		if (ciphers != null) {
			builder.ciphers(ciphers);
		}
		return builder;
	}

	/**
	 * Add the keys, and tell whether there are any. Those that do not leave their device
	 * stay with the key manager.
	 */
	private boolean addKeys(TlsOptions.Builder options, Aliases aliases) {
		List<Entry> entries = entries(aliases);
		if (entries.stream().allMatch(Entry::isExportable)) {
			entries.forEach((entry) -> options.certificate(entry.chain(), entry.key()));
		}
		else {
			options.keyManager(this.bundle.getManagers().getKeyManagerFactory());
		}
		return !entries.isEmpty();
	}

	private List<Entry> entries(Aliases aliases) {
		return Arrays.stream(this.bundle.getManagers().getKeyManagers())
			.filter(X509KeyManager.class::isInstance)
			.map(X509KeyManager.class::cast)
			.findFirst()
			.map((manager) -> entries(manager, (type) -> aliases.find(manager, type, null)))
			.orElse(List.of());
	}

	private List<Entry> entries(X509KeyManager manager, Function<String, String @Nullable []> aliases) {
		return KEY_TYPES.stream()
			.map(aliases)
			.flatMap((found) -> (found != null) ? Arrays.stream(found) : Stream.empty())
			.distinct()
			.filter(this::isWanted)
			.map((alias) -> new Entry(manager.getPrivateKey(alias), List.of(manager.getCertificateChain(alias))))
			.toList();
	}

	private boolean isWanted(String alias) {
		String wanted = this.bundle.getKey().getAlias();
		return wanted == null || wanted.equalsIgnoreCase(alias);
	}

	private static void check(boolean condition, String problem) {
		if (!condition) {
			throw new IllegalArgumentException(problem);
		}
	}

	/**
	 * A key with its certificates.
	 */
	private record Entry(PrivateKey key, List<X509Certificate> chain) {

		boolean isExportable() {
			return this.key.getEncoded() != null;
		}

	}

	/**
	 * How a key manager is asked for the names of keys.
	 */
	private interface Aliases {

		String @Nullable [] find(X509KeyManager manager, String keyType, Principal @Nullable [] issuers);

	}

}
