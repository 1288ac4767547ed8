package io.tcpboot.server;

import io.tcpboot.TcpListener;

/**
 * The handlers of a server have been replaced. Published by the thread that calls
 * {@link TcpServers#reload}.
 */
public final class TcpServerReloadedEvent extends TcpServerEvent {

	private static final long serialVersionUID = 1L;

	TcpServerReloadedEvent(String name, TcpListener<?> listener) {
		super(name, listener);
	}

}
