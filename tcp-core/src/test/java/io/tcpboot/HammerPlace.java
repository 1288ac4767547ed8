package io.tcpboot;

import java.io.IOException;
import java.net.ServerSocket;

import io.tcpboot.test.Peer;

/**
 * Where the hammer works. A place knows how to get to a server there, and what a socket
 * may count on.
 */
interface HammerPlace {

	ServerOptions.Builder server();

	ClientOptions.Builder client(TcpListener<?> listener);

	Peer peer(TcpListener<?> listener) throws IOException;

	/**
	 * A server of plain sockets.
	 */
	PlainServer plainServer() throws IOException;

	/**
	 * Put over a plain connection what the other side expects there.
	 */
	default Peer over(Peer plain, boolean client) throws Exception {
		return plain;
	}

	/**
	 * Return how many connections its servers get from clients under test.
	 */
	default int clients() {
		return 100;
	}

	default boolean hasTls() {
		return false;
	}

	/**
	 * Return whether what was accepted is still sent when the peer has ended.
	 */
	default boolean hasHalfClose() {
		return true;
	}

	/**
	 * A plain server and how to get there.
	 */
	record PlainServer(ServerSocket server, ClientOptions.Builder client) implements AutoCloseable {

		Peer accept() throws IOException {
			return Peer.accept(this.server);
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
