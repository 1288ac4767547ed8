package io.tcpboot.autoconfigure.devtools;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.tcpboot.CloseReason;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpSocket;

/**
 * The socket of a client between two application contexts.
 */
final class KeptClient extends Kept {

	private final TcpSocket<Object> socket;

	KeptClient(String name, TcpSocket<Object> socket) {
		super(name);
		this.socket = socket;
	}

	@Override
	TcpSocket<Object> subject() {
		return this.socket;
	}

	// The client wants to be told that it has closed, too.
	@Override
	boolean isAlive() {
		return true;
	}

	@Override
	Collection<TcpSocket<Object>> liveSockets() {
		return List.of(this.socket);
	}

	@Override
	CompletionStage<Void> parkSubject() {
		return this.socket.park();
	}

	@Override
	void reload(SocketHandlers<Object> handlers) {
		this.socket.reload(handlers);
	}

	@Override
	void unpark() {
		this.socket.unpark();
	}

	@Override
	void closeSubject() {
		this.socket.close(CloseReason.SHUTDOWN);
		unpark();
	}

	@Override
	public String toString() {
		return "TCP client " + name();
	}

}
