package io.tcpboot.autoconfigure;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestTls;

import org.springframework.beans.factory.BeanFactory;

/**
 * Connects to the servers of an application context.
 */
final class Peers {

	private Peers() {
	}

	static int port(BeanFactory context, String server) {
		return context.getBean(TcpServers.class).listener(server).port();
	}

	static TcpTestPeer connect(BeanFactory context, String server) {
		return TcpTestPeer.connect(port(context, server));
	}

	/**
	 * Connect to the server {@code echo}.
	 */
	static TcpTestPeer connectByTls(BeanFactory context, TcpTestTls tls) {
		return connect(context, "echo").startTls(tls);
	}

	/**
	 * Return the common name that the server has shown.
	 */
	static String certificateName(TcpTestPeer peer) throws SSLPeerUnverifiedException {
		return peer.tlsSession().getPeerPrincipal().getName().substring("CN=".length());
	}

	/**
	 * Connect, send {@code hello} and finish, and read to the end.
	 */
	static String answerToHello(BeanFactory context, String server) {
		try (TcpTestPeer peer = connect(context, server)) {
			return peer.send("hello").halfClose().readTextToEnd();
		}
	}

}
