package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;

import io.tcpboot.ClientOptions;

/**
 * The limits of a client. Where 0 switches one off, it stands here too.
 *
 * @param connectTimeout longest time of an attempt
 * @param socket the limits of each socket
 */
record ClientLimits(Duration connectTimeout, SocketLimits socket) {

	static ClientLimits of(ClientOptions options) {
		return new ClientLimits(options.connectTimeout(), SocketLimits.of(options.socket()));
	}

}
