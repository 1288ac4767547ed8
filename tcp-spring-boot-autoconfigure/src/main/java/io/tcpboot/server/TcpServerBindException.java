package io.tcpboot.server;

import io.tcpboot.TcpBindException;

/**
 * A server of the application could not be bound. The cause says where and why.
 */
public final class TcpServerBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String server;

	TcpServerBindException(String server, TcpBindException cause) {
		super("TCP server '" + server + "': " + cause.getMessage(), cause);
		this.server = server;
	}

	/**
	 * Return which one it is.
	 * @return the name of the server
	 */
	public String server() {
		return this.server;
	}

}
