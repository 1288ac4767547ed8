package io.tcpboot.tls;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/**
 * How one side speaks TLS. Files and streams are read when they are set, so that what is
 * missing or unreadable is told at once; to follow a file, make new options and reload.
 */
public final class TlsOptions {

	private final Builder values;

	private TlsOptions(Builder values) {
		this.values = values;
	}

	/**
	 * Return what suits a client that trusts whom the JDK trusts.
	 * @return default options
	 */
	public static TlsOptions defaults() {
		return builder().build();
	}

	/**
	 * Start from the defaults.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start from these options.
	 * @return a builder that holds the same values
	 */
	public Builder toBuilder() {
		return this.values.copy();
	}

	/**
	 * Return the enabled versions of TLS.
	 * @return versions, TLS 1.3 and 1.2 unless set; empty where a ready context decides
	 */
	public List<String> protocols() {
		return (this.values.sslContext != null) ? List.of() : this.values.protocols;
	}

	/**
	 * Return the enabled cipher suites.
	 * @return names as the JDK knows them; empty, which is the default, leaves the choice
	 * to the provider
	 */
	public List<String> ciphers() {
		return this.values.ciphers;
	}

	/**
	 * Return the application protocols for ALPN.
	 * @return names, the preferred one first; empty, which is the default, for none
	 */
	public List<String> applicationProtocols() {
		return this.values.applicationProtocols;
	}

	/**
	 * Return whether a server asks its clients for certificates.
	 * @return none unless set
	 */
	public ClientAuth clientAuth() {
		return this.values.clientAuth;
	}

	/**
	 * Return whether a client checks that the certificate is that of its peer's host.
	 * @return on unless set
	 */
	public boolean verifyHostName() {
		return this.values.verifyHostName;
	}

	/**
	 * Return whether a peer with a bad certificate is refused.
	 * @return on unless set
	 */
	public boolean verifyPeer() {
		return this.values.verifyPeer;
	}

	/**
	 * Return the longest time of a handshake.
	 * @return the time, at least a millisecond; 10 seconds unless set
	 */
	public Duration handshakeTimeout() {
		return this.values.handshakeTimeout;
	}

	/**
	 * Return whether a peer may resume its last session instead of a full handshake.
	 * @return on unless set
	 */
	public boolean sessionResumption() {
		return this.values.sessionResumption;
	}

	/**
	 * Return who does the cryptography.
	 * @return what was asked for; automatic unless set
	 */
	public TlsProvider provider() {
		return this.values.provider;
	}

	/**
	 * Return the options for single server names.
	 * @return the options by name or pattern; empty unless set
	 */
	public Map<String, TlsOptions> serverNames() {
		return this.values.serverNames;
	}

	/**
	 * Return what the options are called in listings.
	 * @return the name; {@code null}, which is the default, for none
	 */
	public @Nullable String name() {
		return this.values.name;
	}

	/**
	 * Return the certificates that this side shows, those of single server names not
	 * included.
	 * @return one for each private key; empty also where a key manager chooses
	 */
	public List<X509Certificate> certificates() {
		return this.values.identities.stream().map((identity) -> identity.chain().get(0)).toList();
	}

	List<Identity> identities() {
		return this.values.identities;
	}

	@Nullable KeyManagerFactory keyManager() {
		return this.values.keyManager;
	}

	List<X509Certificate> trust() {
		return this.values.trust;
	}

	@Nullable TrustManagerFactory trustManager() {
		return this.values.trustManager;
	}

	List<X509CRL> crls() {
		return this.values.crls;
	}

	@Nullable SslContext sslContext() {
		return this.values.sslContext;
	}

	/**
	 * Return whether it is said who is trusted; if not, it is those whom the JDK trusts.
	 */
	boolean hasTrust() {
		return !this.values.trust.isEmpty() || this.values.trustManager != null;
	}

	/**
	 * Whether a server asks its clients for certificates.
	 */
	public enum ClientAuth {

		/** Not asked for. */
		NONE,

		/** Asked for; a client without one is let in, one with a bad one is not. */
		WANT,

		/** Asked for; only clients with a good one are let in. */
		NEED

	}

	/**
	 * Collects values; each is checked when it is set.
	 */
	public static final class Builder implements Cloneable {

		// Older ones are broken, and the providers no longer enable them.
		private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

		private @Nullable String name;

		private List<Identity> identities = List.of();

		private @Nullable KeyManagerFactory keyManager;

		private List<X509Certificate> trust = List.of();

		private @Nullable TrustManagerFactory trustManager;

		private List<X509CRL> crls = List.of();

		private @Nullable SslContext sslContext;

		private List<String> protocols = PROTOCOLS;

		private List<String> ciphers = List.of();

		private List<String> applicationProtocols = List.of();

		private ClientAuth clientAuth = ClientAuth.NONE;

		private boolean verifyHostName = true;

		private boolean verifyPeer = true;

		private Duration handshakeTimeout = Duration.ofSeconds(10);

		private boolean sessionResumption = true;

		private TlsProvider provider = TlsProvider.AUTO;

		private Map<String, TlsOptions> serverNames = Map.of();

		private Builder copy() {
			try {
				return (Builder) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Set what the options are called in listings.
		 * @param name the name; none unless set
		 * @return this builder
		 */
		public Builder name(String name) {
			this.name = Objects.requireNonNull(name, "name");
			return this;
		}

		/**
		 * Add a certificate with its key. A second one is for peers that do not know the
		 * kind of key of the first (RSA, EC); for other names see {@code serverName}.
		 * @param chain PEM text: the certificate, then those who issued it
		 * @param key PEM text: the private key, not encrypted
		 * @return this builder
		 */
		public Builder certificate(String chain, String key) {
			return add(Source.of("certificate", chain), Source.of("key", key), null);
		}

		/**
		 * Add a certificate with its encrypted key.
		 * @param chain PEM text: the certificate, then those who issued it
		 * @param key PEM text: the private key
		 * @param passPhrase opens the key
		 * @return this builder
		 */
		public Builder certificate(String chain, String key, String passPhrase) {
			return add(Source.of("certificate", chain), Source.of("key", key), passPhrase);
		}

		/**
		 * Add a certificate with its key.
		 * @param chain PEM: the certificate, then those who issued it
		 * @param key PEM: the private key, not encrypted
		 * @return this builder
		 */
		public Builder certificate(byte[] chain, byte[] key) {
			return add(Source.of("certificate", chain), Source.of("key", key), null);
		}

		/**
		 * Add a certificate with its encrypted key.
		 * @param chain PEM: the certificate, then those who issued it
		 * @param key PEM: the private key
		 * @param passPhrase opens the key
		 * @return this builder
		 */
		public Builder certificate(byte[] chain, byte[] key, String passPhrase) {
			return add(Source.of("certificate", chain), Source.of("key", key), passPhrase);
		}

		/**
		 * Add a certificate with its key.
		 * @param chain PEM file: the certificate, then those who issued it
		 * @param key PEM file, may be the same: the private key, not encrypted
		 * @return this builder
		 */
		public Builder certificate(Path chain, Path key) {
			return add(Source.of("certificate", chain), Source.of("key", key), null);
		}

		/**
		 * Add a certificate with its encrypted key.
		 * @param chain PEM file: the certificate, then those who issued it
		 * @param key PEM file, may be the same: the private key
		 * @param passPhrase opens the key
		 * @return this builder
		 */
		public Builder certificate(Path chain, Path key, String passPhrase) {
			return add(Source.of("certificate", chain), Source.of("key", key), passPhrase);
		}

		/**
		 * Add a certificate with its key.
		 * @param chain PEM, read to its end, closed by the caller: the certificate, then
		 * those who issued it
		 * @param key PEM, read to its end, closed by the caller: the private key, not
		 * encrypted
		 * @return this builder
		 */
		public Builder certificate(InputStream chain, InputStream key) {
			return add(Source.of("certificate", chain), Source.of("key", key), null);
		}

		/**
		 * Add a certificate with its encrypted key.
		 * @param chain PEM, read to its end, closed by the caller: the certificate, then
		 * those who issued it
		 * @param key PEM, read to its end, closed by the caller: the private key
		 * @param passPhrase opens the key
		 * @return this builder
		 */
		public Builder certificate(InputStream chain, InputStream key, String passPhrase) {
			return add(Source.of("certificate", chain), Source.of("key", key), passPhrase);
		}

		/**
		 * Add a certificate with its key, read already. A key that cannot be exported
		 * needs a {@link #keyManager}.
		 * @param chain the certificate, then those who issued it
		 * @param key the private key
		 * @return this builder
		 */
		public Builder certificate(List<X509Certificate> chain, PrivateKey key) {
			Check.that(!chain.isEmpty(), "certificate", chain, "one or more");
			return add(List.of(new Identity(key, List.copyOf(chain))));
		}

		private Builder add(Source chain, Source key, @Nullable String passPhrase) {
			this.identities = append(this.identities, List.of(Identity.of(chain, key, passPhrase)));
			return this;
		}

		/**
		 * Add every key of a PKCS#12 store, with its certificates.
		 * @param file the store
		 * @param password opens the store and its keys
		 * @return this builder
		 */
		public Builder pkcs12(Path file, String password) {
			return add(Identity.pkcs12(Source.of("pkcs12", file), password));
		}

		/**
		 * Add every key of a PKCS#12 store, with its certificates.
		 * @param bytes the store
		 * @param password opens the store and its keys
		 * @return this builder
		 */
		public Builder pkcs12(byte[] bytes, String password) {
			return add(Identity.pkcs12(Source.of("pkcs12", bytes), password));
		}

		private Builder add(List<Identity> added) {
			this.identities = append(this.identities, added);
			return this;
		}

		/**
		 * Set who hands out certificates and keys, instead of any other.
		 * @param keyManager initialized
		 * @return this builder
		 */
		public Builder keyManager(KeyManagerFactory keyManager) {
			this.keyManager = Objects.requireNonNull(keyManager, "keyManager");
			return this;
		}

		/**
		 * Add those who are trusted, and with them whom they have issued certificates.
		 * Unless anybody is set, a client trusts whom the JDK trusts.
		 * @param certificates PEM text, one or many
		 * @return this builder
		 */
		public Builder trust(String certificates) {
			return trust(Source.of("trust", certificates));
		}

		/**
		 * Add those who are trusted.
		 * @param certificates PEM, one or many
		 * @return this builder
		 * @see #trust(String)
		 */
		public Builder trust(byte[] certificates) {
			return trust(Source.of("trust", certificates));
		}

		/**
		 * Add those who are trusted.
		 * @param certificates PEM file, one or many
		 * @return this builder
		 * @see #trust(String)
		 */
		public Builder trust(Path certificates) {
			return trust(Source.of("trust", certificates));
		}

		/**
		 * Add those who are trusted.
		 * @param certificates PEM, one or many, read to its end, closed by the caller
		 * @return this builder
		 * @see #trust(String)
		 */
		public Builder trust(InputStream certificates) {
			return trust(Source.of("trust", certificates));
		}

		private Builder trust(Source source) {
			this.trust = append(this.trust, Pem.certificates(source));
			return this;
		}

		/**
		 * Set who decides whom to trust, instead of any other. It checks the host name
		 * too, if its trust managers are an {@code X509ExtendedTrustManager} that does.
		 * @param trustManager initialized
		 * @return this builder
		 */
		public Builder trustManager(TrustManagerFactory trustManager) {
			this.trustManager = Objects.requireNonNull(trustManager, "trustManager");
			return this;
		}

		/**
		 * Add a list of revoked certificates. With one, every certificate below a trusted
		 * one must be covered by a list that is up to date, or it is refused.
		 * @param file PEM or DER
		 * @return this builder
		 */
		public Builder crl(Path file) {
			return crl(Source.of("crl", file));
		}

		/**
		 * Add a list of revoked certificates.
		 * @param bytes PEM or DER
		 * @return this builder
		 * @see #crl(Path)
		 */
		public Builder crl(byte[] bytes) {
			return crl(Source.of("crl", bytes));
		}

		private Builder crl(Source source) {
			this.crls = append(this.crls, Pem.crls(source));
			return this;
		}

		/**
		 * Set a ready context, instead of everything but the handshake timeout, server
		 * names and host name verification. It is retained while it is used; the caller
		 * keeps its own reference. Whom it accepts is its own affair:
		 * {@link TlsSession#authorized()} is false, as nothing is known of it, and a host
		 * name is verified only if its trust manager does so.
		 * @param sslContext for the side that the options are used for
		 * @return this builder
		 */
		public Builder sslContext(SslContext sslContext) {
			this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
			return this;
		}

		/**
		 * Set the enabled versions of TLS.
		 * @param protocols of {@code TLSv1.3} and {@code TLSv1.2}; both unless set
		 * @return this builder
		 */
		public Builder protocols(String... protocols) {
			Check.that(protocols.length > 0 && PROTOCOLS.containsAll(Arrays.asList(protocols)), "protocols",
					List.of(protocols), "one or more of " + PROTOCOLS);
			this.protocols = List.of(protocols);
			return this;
		}

		/**
		 * Set the enabled cipher suites. With OpenSSL those of TLS 1.3 cannot be chosen.
		 * @param ciphers names as the JDK knows them, the preferred one first; unless
		 * set, the choice is the provider's
		 * @return this builder
		 */
		public Builder ciphers(String... ciphers) {
			Check.that(ciphers.length > 0, "ciphers", List.of(), "one or more names");
			this.ciphers = List.of(ciphers);
			return this;
		}

		/**
		 * Set the application protocols for ALPN. If both sides have set some and have
		 * none in common, the handshake fails; if only one side has, there is none.
		 * @param names the preferred one first; none unless set
		 * @return this builder
		 */
		public Builder applicationProtocols(String... names) {
			for (String name : names) {
				Check.that(!name.isEmpty() && name.length() <= 255, "applicationProtocols", "'" + name + "'",
						"1-255 characters");
			}
			this.applicationProtocols = List.of(names);
			return this;
		}

		/**
		 * Set whether a server asks its clients for certificates. Needs to be told who is
		 * trusted, as nobody means all whom the JDK trusts.
		 * @param clientAuth none unless set
		 * @return this builder
		 */
		public Builder clientAuth(ClientAuth clientAuth) {
			this.clientAuth = Objects.requireNonNull(clientAuth, "clientAuth");
			return this;
		}

		/**
		 * Set whether a client checks that the certificate is that of its peer's host.
		 * Without it, whoever has any certificate of somebody trusted can answer.
		 * @param verifyHostName on unless set
		 * @return this builder
		 */
		public Builder verifyHostName(boolean verifyHostName) {
			this.verifyHostName = verifyHostName;
			return this;
		}

		/**
		 * Set whether a peer with a bad certificate is refused. Otherwise it is checked
		 * all the same, and {@link TlsSession#authorized()} tells the result; a server
		 * then lets in clients without a certificate too.
		 * @param verifyPeer on unless set
		 * @return this builder
		 */
		public Builder verifyPeer(boolean verifyPeer) {
			this.verifyPeer = verifyPeer;
			return this;
		}

		/**
		 * Set how long a handshake may take, from the connection to its completion.
		 * @param handshakeTimeout the time, at least a millisecond, as it cannot be
		 * switched off; 10 seconds unless set
		 * @return this builder
		 */
		public Builder handshakeTimeout(Duration handshakeTimeout) {
			Objects.requireNonNull(handshakeTimeout, "handshakeTimeout");
			boolean fits = handshakeTimeout.compareTo(Duration.ofMillis(1)) >= 0
					&& handshakeTimeout.compareTo(Duration.ofDays(1)) <= 0;
			Check.that(fits, "handshakeTimeout", handshakeTimeout, "1 ms to 1 day");
			this.handshakeTimeout = handshakeTimeout;
			return this;
		}

		/**
		 * Set whether a peer may resume its last session instead of a full handshake. To
		 * switch it off costs a new context for each connection.
		 * @param sessionResumption on unless set
		 * @return this builder
		 */
		public Builder sessionResumption(boolean sessionResumption) {
			this.sessionResumption = sessionResumption;
			return this;
		}

		/**
		 * Set who does the cryptography.
		 * @param provider automatic unless set
		 * @return this builder
		 */
		public Builder provider(TlsProvider provider) {
			this.provider = Objects.requireNonNull(provider, "provider");
			return this;
		}

		/**
		 * Set other options for clients that ask a server for this name (SNI). These here
		 * are for everybody else.
		 * @param pattern a host name, or {@code *.} and a host name, where the star
		 * stands for one label; an exact name comes first
		 * @param options complete options for a server, without server names of their own
		 * @return this builder
		 */
		public Builder serverName(String pattern, TlsOptions options) {
			Check.that(options.serverNames().isEmpty(), "serverName", pattern, "options without server names");
			Map<String, TlsOptions> names = new LinkedHashMap<>(this.serverNames);
			names.put(ServerNames.normalize(pattern), options);
			this.serverNames = Collections.unmodifiableMap(names);
			return this;
		}

		/**
		 * Build the options.
		 * @return immutable options
		 * @throws IllegalArgumentException if values do not fit together
		 */
		public TlsOptions build() {
			Check.that(this.keyManager == null || this.identities.isEmpty(), "keyManager", "set",
					"none beside a certificate");
			Check.that(this.trustManager == null || this.trust.isEmpty(), "trustManager", "set", "none beside trust");
			Check.that(this.trustManager == null || this.crls.isEmpty(), "crl", "set", "none beside a trustManager");
			Check.that(this.sslContext == null || isBare(), "sslContext", "set",
					"none beside what it decides itself: certificate, trust, protocols, ciphers, application protocols,"
							+ " client authentication, verification of the peer, resumption, provider");
			return new TlsOptions(copy());
		}

		private boolean isBare() {
			boolean material = !this.identities.isEmpty() || this.keyManager != null || !this.trust.isEmpty()
					|| this.trustManager != null || !this.crls.isEmpty();
			boolean choice = !this.protocols.equals(PROTOCOLS) || !this.ciphers.isEmpty()
					|| !this.applicationProtocols.isEmpty() || this.clientAuth != ClientAuth.NONE
					|| this.provider != TlsProvider.AUTO;
			return !material && !choice && this.verifyPeer && this.sessionResumption;
		}

		private static <T> List<T> append(List<T> list, List<T> added) {
			List<T> all = new ArrayList<>(list);
			all.addAll(added);
			return List.copyOf(all);
		}

	}

}
