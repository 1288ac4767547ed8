package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports that nobody listens on, for servers whose port has to be known before they start.
 */
final class FreePorts {

	private FreePorts() {
	}

	static int next() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
