package io.tcpboot.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslCredential;
import io.netty.handler.ssl.OpenSslCredentialBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes Netty's contexts for one side, as often as needed, of options that are checked
 * and prepared once.
 */
final class SslContextFactory {

	private final TlsOptions options;

	private final boolean server;

	private final TlsProviderChoice provider;

	// Null also where OpenSSL has the keys themselves.
	private final @Nullable KeyManagerFactory keys;

	private final PeerCheck peerCheck;

	SslContextFactory(TlsOptions options, boolean server) {
		this.options = options;
		this.server = server;
		this.provider = TlsProviderChoice.of(options.provider());
		checkCiphers();
		try {
			this.keys = (hasInstalledKeys()) ? null : keys();
			this.peerCheck = new PeerCheck(Trust.of(options), options.verifyPeer());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("TLS: " + ex.getMessage(), ex);
		}
	}

	String description() {
		return this.provider.description();
	}

	SslContext create() {
		List<OpenSslCredential> credentials = new ArrayList<>();
		try {
			addCredentials(credentials);
			return builder().sslProvider(this.provider.netty())
				.addCredentials(credentials)
				.protocols(this.options.protocols())
				.ciphers((this.options.ciphers().isEmpty()) ? null : this.options.ciphers())
				.trustManager(this.peerCheck)
				.applicationProtocolConfig(applicationProtocols())
				.build();
		}
		catch (SSLException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("TLS: " + ex.getMessage(), ex);
		}
		finally {
			// The context has references of its own.
			credentials.forEach(OpenSslCredential::release);
		}
	}

	/**
	 * With keys of several kinds only OpenSSL itself knows which one suits the peer;
	 * Netty's key manager always takes the first. To a server also a single key is given
	 * here, once, and not in every handshake.
	 */
	private void addCredentials(List<OpenSslCredential> credentials) {
		if (hasInstalledKeys() || (this.provider.isOpenSsl() && this.options.identities().size() > 1)) {
			for (Identity identity : this.options.identities()) {
				credentials.add(credential(identity));
			}
		}
	}

	private boolean hasInstalledKeys() {
		return this.server && this.provider.isOpenSsl() && !this.options.identities().isEmpty()
				&& OpenSslCredential.isAvailable();
	}

	private static OpenSslCredential credential(Identity identity) {
		X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
		try {
			return OpenSslCredentialBuilder.forX509(identity.key(), chain).build();
		}
		catch (IllegalStateException ex) {
			throw Check.refuse("certificate", identity.chain().get(0).getSubjectX500Principal(),
					"a key and a chain that OpenSSL can read: " + ex.getCause(), ex);
		}
	}

	private SslContextBuilder builder() {
		SslContextBuilder builder = sideBuilder();
		// A task of its own for the key and one for the trust would run on the event loop
		// all the same.
		return (this.provider.isOpenSsl()) ? builder.option(OpenSslContextOption.USE_TASKS, false) : builder;
	}

	private SslContextBuilder sideBuilder() {
		if (hasInstalledKeys()) {
			return SslContextBuilder.forServer(new InstalledKeys()).clientAuth(clientAuth());
		}
		if (this.keys == null) {
			return SslContextBuilder.forClient();
		}
		return (this.server) ? SslContextBuilder.forServer(this.keys).clientAuth(clientAuth())
				: SslContextBuilder.forClient().keyManager(this.keys);
	}

	private ClientAuth clientAuth() {
		return switch (this.options.clientAuth()) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> (this.options.verifyPeer()) ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
		};
	}

	/**
	 * Mild here, as OpenSSL knows nothing else: what must fail is found in the
	 * ClientHello.
	 */
	private ApplicationProtocolConfig applicationProtocols() {
		List<String> names = this.options.applicationProtocols();
		return (names.isEmpty()) ? ApplicationProtocolConfig.DISABLED
				: new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
						ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
						ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, names);
	}

	/**
	 * Not wrapped in Netty's caching factory, which loses a reference (4.2.18) when two
	 * threads need a key for the first time; without it the last key is kept too.
	 */
	private @Nullable KeyManagerFactory keys() throws GeneralSecurityException, IOException {
		List<Identity> identities = this.options.identities();
		return (identities.isEmpty()) ? this.options.keyManager() : Identity.factory(identities);
	}

	/**
	 * Providers drop what they do not know, which may leave weaker ones than was meant.
	 */
	private void checkCiphers() {
		if (!this.options.ciphers().isEmpty()) {
			Collection<String> known = (this.provider.isOpenSsl()) ? OpenSsl.availableJavaCipherSuites() : jdkCiphers();
			for (String cipher : this.options.ciphers()) {
				Check.that(known.contains(cipher), "ciphers", cipher, "of " + known);
			}
		}
	}

	private static Collection<String> jdkCiphers() {
		try {
			return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
