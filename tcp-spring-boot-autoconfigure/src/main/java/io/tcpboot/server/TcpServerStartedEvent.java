package io.tcpboot.server;

import io.tcpboot.TcpListener;

/**
 * A server listens. Published by the thread that starts the application, when all of its
 * servers listen; or by the one that calls {@link TcpServers#listen}.
 */
public final class TcpServerStartedEvent extends TcpServerEvent {

	private static final long serialVersionUID = 1L;

	TcpServerStartedEvent(String name, TcpListener<?> listener) {
		super(name, listener);
	}

}
