package io.tcpboot;

import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import io.tcpboot.test.Peer;

/**
 * The other end of TLS, played by the JDK's blocking sockets.
 */
final class TlsPeer {

	private TlsPeer() {
	}

	/**
	 * Connect and verify the server.
	 */
	static Peer connect(int port) throws Exception {
		SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket("localhost", port);
		socket.startHandshake();
		return Peer.of(socket);
	}

	/**
	 * Go on with TLS on a connection that began without it.
	 */
	static Peer upgrade(Peer plain) throws Exception {
		return handshake(over(plain, true));
	}

	/**
	 * Play the server's side of TLS on an accepted connection.
	 */
	static Peer serve(Peer plain) throws Exception {
		return handshake(over(plain, false));
	}

	private static Peer handshake(Peer peer) throws IOException {
		((SSLSocket) peer.socket()).startHandshake();
		return peer;
	}

	/**
	 * Put TLS over a connection. The handshake comes with the first byte.
	 */
	static Peer over(Peer plain, boolean client) throws Exception {
		Socket below = plain.socket();
		SSLSocket socket = (SSLSocket) context().getSocketFactory()
			.createSocket(below, "localhost", below.getPort(), true);
		socket.setUseClientMode(client);
		return Peer.of(socket);
	}

	/**
	 * Return the client's side of TLS, without a connection.
	 */
	static SSLEngine engine(String protocol) throws Exception {
		SSLEngine engine = context().createSSLEngine("localhost", 0);
		engine.setUseClientMode(true);
		engine.setEnabledProtocols(new String[] { protocol });
		return engine;
	}

	private static SSLContext context() throws Exception {
		KeyStore roots = KeyStore.getInstance("PKCS12");
		roots.load(null, null);
		roots.setCertificateEntry("root", TestTls.ROOT.getCertificate());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(roots);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(TestTls.LOCALHOST.toKeyManagerFactory().getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	/**
	 * Read to the end and say how it came.
	 */
	static String readEnd(Peer peer) {
		try {
			peer.readAll();
			return "end";
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
	}

}
