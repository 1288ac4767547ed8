package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.netty.pkitesting.X509Bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A peer by the JDK's TLS, which trusts {@link Certificates#CA}.
 */
final class TlsPeer implements AutoCloseable {

	private final SSLSocket socket;

	private TlsPeer(SSLSocket socket) {
		this.socket = socket;
	}

	static TlsPeer connect(int port) throws Exception {
		return new TlsPeer(open(port, null));
	}

	/**
	 * Connect and show a certificate.
	 */
	static TlsPeer connect(int port, X509Bundle own) throws Exception {
		return new TlsPeer(open(port, own));
	}

	/**
	 * Connect and ask for a name.
	 */
	static TlsPeer connect(int port, String serverName) throws Exception {
		SSLSocket socket = open(port, null);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setServerNames(List.of(new SNIHostName(serverName)));
		socket.setSSLParameters(parameters);
		return new TlsPeer(socket);
	}

	private static SSLSocket open(int port, X509Bundle own) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init((own != null) ? keys(own) : null, Certificates.CA.toTrustManagerFactory().getTrustManagers(),
				null);
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
		socket.setSoTimeout(10_000);
		return socket;
	}

	private static KeyManager[] keys(X509Bundle own) throws GeneralSecurityException, IOException {
		return own.toKeyManagerFactory().getKeyManagers();
	}

	/**
	 * Return the common name that the server has shown.
	 */
	String serverName() throws IOException {
		X509Certificate shown = (X509Certificate) this.socket.getSession().getPeerCertificates()[0];
		return shown.getSubjectX500Principal().getName().substring("CN=".length());
	}

	String protocol() {
		return this.socket.getSession().getProtocol();
	}

	String cipher() {
		return this.socket.getSession().getCipherSuite();
	}

	/**
	 * Send a text and return what comes back, up to the same length.
	 */
	String echo(String text) throws IOException {
		byte[] bytes = text.getBytes(UTF_8);
		this.socket.getOutputStream().write(bytes);
		return new String(this.socket.getInputStream().readNBytes(bytes.length), UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
