package io.tcpboot.test;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link TcpTestPeer} does TLS. Immutable. Host names are not checked.
 */
public final class TcpTestTls {

	private final SSLContext context;

	private final @Nullable String serverName;

	private final List<String> applicationProtocols;

	private TcpTestTls(SSLContext context, @Nullable String serverName, List<String> applicationProtocols) {
		this.context = context;
		this.serverName = serverName;
		this.applicationProtocols = applicationProtocols;
	}

	/**
	 * Trust whatever certificate the other side shows.
	 * @return TLS without any check
	 */
	public static TcpTestTls trustingAll() {
		return of(null, new TrustManager[] { new TrustAll() });
	}

	/**
	 * Trust these certificates and what they have signed.
	 * @param certificates the certificates
	 * @return TLS that checks the other side's certificate
	 */
	public static TcpTestTls trusting(X509Certificate... certificates) {
		try {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			for (int i = 0; i < certificates.length; i++) {
				store.setCertificateEntry("certificate-" + i, certificates[i]);
			}
			TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			factory.init(store);
			return of(null, factory.getTrustManagers());
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalArgumentException("certificates cannot be trusted: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Use a context, as {@code SslBundle.createSslContext()} makes one: with a key for a
	 * server or for a client that has to show a certificate.
	 * @param context the context
	 * @return TLS with this context
	 */
	public static TcpTestTls of(SSLContext context) {
		return new TcpTestTls(context, null, List.of());
	}

	private static TcpTestTls of(KeyManager @Nullable [] keys, TrustManager[] trust) {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys, trust, null);
			return of(context);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ask for a server by name (SNI).
	 * @param serverName the name, one that DNS would allow
	 * @return a copy with this name
	 */
	public TcpTestTls serverName(String serverName) {
		return new TcpTestTls(this.context, serverName, this.applicationProtocols);
	}

	/**
	 * Offer protocols (ALPN).
	 * @param protocols the names, the preferred one first
	 * @return a copy with these protocols
	 */
	public TcpTestTls applicationProtocols(String... protocols) {
		return new TcpTestTls(this.context, this.serverName, List.of(protocols));
	}

	/**
	 * Put TLS on a socket, without a handshake yet.
	 */
	SSLSocket wrap(Socket socket, boolean client) throws IOException {
		SSLSocket wrapped = (SSLSocket) this.context.getSocketFactory()
			.createSocket(socket, null, socket.getPort(), true);
		wrapped.setUseClientMode(client);
		SSLParameters parameters = wrapped.getSSLParameters();
		if (this.serverName != null) {
			parameters.setServerNames(List.of(new SNIHostName(this.serverName)));
		}
		parameters.setApplicationProtocols(this.applicationProtocols.toArray(String[]::new));
		wrapped.setSSLParameters(parameters);
		return wrapped;
	}

	private static final class TrustAll extends X509ExtendedTrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
		}

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
