package io.tcpboot.autoconfigure;

import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;

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
	 * Connect, send {@code hello} and finish, and read to the end.
	 */
	static String answerToHello(BeanFactory context, String server) {
		try (TcpTestPeer peer = connect(context, server)) {
			return peer.send("hello").halfClose().readTextToEnd();
		}
	}

}
