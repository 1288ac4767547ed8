package io.tcpboot.tls;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake has agreed on. A snapshot: it stays readable after the connection is
 * closed, from any thread.
 */
public final class TlsSession {

	private final String protocol;

	private final String cipherSuite;

	private final @Nullable String applicationProtocol;

	private final @Nullable String serverName;

	private final List<X509Certificate> peerCertificates;

	private final PeerCheck.@Nullable Result check;

	private TlsSession(SSLEngine engine, @Nullable String applicationProtocol) {
		SSLSession session = engine.getSession();
		this.protocol = session.getProtocol();
		this.cipherSuite = session.getCipherSuite();
		this.applicationProtocol = applicationProtocol;
		this.serverName = serverName(session);
		this.peerCertificates = (mayHavePeerCertificates(engine)) ? peerCertificates(session) : List.of();
		this.check = PeerCheck.result(session);
	}

	/**
	 * Read what a handshake has agreed on. Call it on the event loop, after the handshake
	 * has succeeded and before the handler is removed.
	 * @param handler a handler of {@link ReloadableTls}
	 * @return the session
	 */
	public static TlsSession of(SslHandler handler) {
		return new TlsSession(handler.engine(), handler.applicationProtocol());
	}

	private static @Nullable String serverName(SSLSession session) {
		if (session instanceof ExtendedSSLSession extended) {
			try {
				for (SNIServerName name : extended.getRequestedServerNames()) {
					if (name instanceof SNIHostName host) {
						return host.getAsciiName();
					}
				}
			}
			catch (IllegalArgumentException ex) {
				// The client has asked for something that is no name to the JDK.
			}
		}
		return null;
	}

	/**
	 * Most servers ask for none, and the session would say so by an exception, which
	 * costs more than the rest of this snapshot.
	 */
	private static boolean mayHavePeerCertificates(SSLEngine engine) {
		return engine.getUseClientMode() || engine.getNeedClientAuth() || engine.getWantClientAuth();
	}

	private static List<X509Certificate> peerCertificates(SSLSession session) {
		try {
			List<X509Certificate> certificates = new ArrayList<>();
			for (Certificate certificate : session.getPeerCertificates()) {
				certificates.add((X509Certificate) certificate);
			}
			return List.copyOf(certificates);
		}
		catch (SSLPeerUnverifiedException ex) {
			return List.of();
		}
	}

	/**
	 * Return the version of TLS.
	 * @return {@code TLSv1.3} or {@code TLSv1.2}
	 */
	public String protocol() {
		return this.protocol;
	}

	/**
	 * Return the cipher suite.
	 * @return its name as the JDK knows it
	 */
	public String cipherSuite() {
		return this.cipherSuite;
	}

	/**
	 * Return the application protocol that ALPN has chosen.
	 * @return its name, or {@code null} if not both sides have set some
	 */
	public @Nullable String applicationProtocol() {
		return this.applicationProtocol;
	}

	/**
	 * Return the server name that the client has asked for (SNI).
	 * @return a host name, or {@code null} if it has asked for none
	 */
	public @Nullable String serverName() {
		return this.serverName;
	}

	/**
	 * Return the peer's certificates, as it has sent them.
	 * @return its own first, then those who issued it; empty if it has shown none
	 */
	public List<X509Certificate> peerCertificates() {
		return this.peerCertificates;
	}

	/**
	 * Return whether the peer has shown a certificate that is good: for a client, that
	 * includes the host name, unless its verification is switched off.
	 * @return whether the peer is who its certificate says
	 */
	public boolean authorized() {
		return !this.peerCertificates.isEmpty() && this.check != null && this.check.failure() == null;
	}

	/**
	 * Return why the peer is not authorized.
	 * @return the reason, or {@code null} if it is authorized
	 */
	public @Nullable Exception authorizationFailure() {
		// Made when it is asked for: with its stack trace it would be a part of every
		// handshake.
		if (this.peerCertificates.isEmpty()) {
			return new SSLPeerUnverifiedException("the peer has shown no certificate");
		}
		return (this.check != null) ? this.check.failure()
				: new SSLPeerUnverifiedException("the peer was not checked by these options");
	}

	@Override
	public String toString() {
		return this.protocol + " " + this.cipherSuite;
	}

}
