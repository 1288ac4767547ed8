package io.tcpboot.server;

import io.tcpboot.ServerOptions;
import io.tcpboot.handler.HandlerSet;

/**
 * A server that can be bound.
 *
 * @param declaration what its annotations say
 * @param options where and how it listens
 * @param handlers what happens to its sockets
 */
record TcpServerDefinition(ServerDeclaration declaration, ServerOptions options, HandlerSet handlers) {

	String name() {
		return this.declaration.name();
	}

	/**
	 * Refuse what the second bind would refuse, with a message that names the beans.
	 */
	void checkPort(TcpServerDefinition other) {
		int port = this.options.port();
		if (port > 0 && port == other.options.port() && isOnSameHost(other) && !sharesPort(other)) {
			throw ServerMistakes.samePort(other, this);
		}
	}

	private boolean sharesPort(TcpServerDefinition other) {
		return this.options.reusePort() && other.options.reusePort();
	}

	private boolean isOnSameHost(TcpServerDefinition other) {
		String host = this.options.host();
		String otherHost = other.options.host();
		return host == null || otherHost == null || host.equals(otherHost);
	}

}
