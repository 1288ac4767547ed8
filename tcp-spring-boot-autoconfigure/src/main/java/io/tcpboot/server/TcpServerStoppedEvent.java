package io.tcpboot.server;

import io.tcpboot.TcpListener;

/**
 * A server has stopped, and the last of its sockets has closed. Published by a thread of
 * its own, before the application goes on to stop.
 */
public final class TcpServerStoppedEvent extends TcpServerEvent {

	private static final long serialVersionUID = 1L;

	TcpServerStoppedEvent(String name, TcpListener<?> listener) {
		super(name, listener);
	}

}
