package io.tcpboot.test;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, for servers whose port has to be known before they start.
 */
public final class FreePorts {

	// Kernels give connections a port above these. One that has just been free would be
	// a client's a moment later, of a test that runs beside this one.
	private static final int FIRST = 20_000;

	private static final int END = 32_000;

	private FreePorts() {
	}

	public static int next() throws IOException {
		return next(InetAddress.getLoopbackAddress());
	}

	/**
	 * Return one that is free on an address.
	 */
	public static int next(InetAddress address) throws IOException {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, END);
			try (ServerSocket socket = new ServerSocket(port, 1, address)) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Somebody's. Most are nobody's.
			}
		}
	}

}
