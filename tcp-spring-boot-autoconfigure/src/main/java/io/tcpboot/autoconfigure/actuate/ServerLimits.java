package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.ServerOptions;

/**
 * The limits of a server. Where 0 switches one off, it stands here too.
 *
 * @param backlog connections that may wait to be accepted
 * @param maxConnections sockets open at a time
 * @param maxConnectionsPerAddress sockets of one remote address open at a time
 * @param whenFull what happens to others
 * @param socket the limits of each socket
 */
record ServerLimits(int backlog, int maxConnections, int maxConnectionsPerAddress, ServerOptions.WhenFull whenFull,
		SocketLimits socket) {

	static ServerLimits of(ServerOptions options) {
		return new ServerLimits(options.backlog(), options.maxConnections(), options.maxConnectionsPerAddress(),
				options.whenFull(), SocketLimits.of(options.socket()));
	}

}
