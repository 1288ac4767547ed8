package io.tcpboot.autoconfigure.devtools;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;

/**
 * A server between two application contexts.
 */
final class KeptServer extends Kept {

	private final TcpListener<Object> listener;

	KeptServer(String name, TcpListener<Object> listener) {
		super(name);
		this.listener = listener;
	}

	/**
	 * Return whether it has what another asks for: a second bind would fail.
	 */
	boolean isAt(ServerOptions place) {
		ServerOptions here = this.listener.options();
		if (place.path() != null) {
			return place.path().equals(here.path());
		}
		if (place.abstractName() != null) {
			return place.abstractName().equals(here.abstractName());
		}
		return place.port() > 0 && place.port() == this.listener.port();
	}

	@Override
	TcpListener<Object> subject() {
		return this.listener;
	}

	@Override
	boolean isAlive() {
		return this.listener.isListening();
	}

	@Override
	Collection<TcpSocket<Object>> liveSockets() {
		return this.listener.sockets();
	}

	@Override
	CompletionStage<Void> parkSubject() {
		return this.listener.park();
	}

	@Override
	void reload(SocketHandlers<Object> handlers) {
		this.listener.reload(handlers);
	}

	@Override
	void unpark() {
		this.listener.unpark();
	}

	@Override
	void closeSubject() {
		this.listener.stopNow();
	}

	@Override
	public String toString() {
		return "TCP server " + name();
	}

}
