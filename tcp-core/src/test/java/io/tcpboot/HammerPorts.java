package io.tcpboot;

import java.io.IOException;
import java.net.ServerSocket;

import io.tcpboot.test.Peer;

/**
 * Ports of the loopback interface.
 */
class HammerPorts implements HammerPlace {

	@Override
	public ServerOptions.Builder server() {
		return TestLoop.anyPort();
	}

	@Override
	public final ClientOptions.Builder client(TcpListener<?> listener) {
		return client(listener.port());
	}

	ClientOptions.Builder client(int port) {
		return ClientOptions.builder().host("127.0.0.1").port(port);
	}

	@Override
	public final Peer peer(TcpListener<?> listener) throws IOException {
		return Peer.connect(listener.port());
	}

	@Override
	public final PlainServer plainServer() throws IOException {
		ServerSocket server = Peer.listen();
		return new PlainServer(server, client(server.getLocalPort()));
	}

}
