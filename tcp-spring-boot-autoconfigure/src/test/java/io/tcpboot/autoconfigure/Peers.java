package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;

import io.tcpboot.server.TcpServers;
import io.tcpboot.test.Peer;

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

	static Peer connect(BeanFactory context, String server) throws IOException {
		return Peer.connect(port(context, server));
	}

	/**
	 * Connect, send {@code hello} and finish, and read to the end.
	 */
	static String answerToHello(BeanFactory context, String server) {
		try (Peer peer = connect(context, server)) {
			return peer.send("hello").finish().readAllText();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
