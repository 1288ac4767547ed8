package io.tcpboot.client;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.tcpboot.SocketTotals;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client that has been switched off, and so needs no address. Who asks for it by name
 * still finds it.
 *
 * @param name name of the client
 * @param <D> type of the socket's data
 */
record DisabledClient<D>(String name) implements ManagedClient<D> {

	@Override
	public ClientState state() {
		return ClientState.STOPPED;
	}

	@Override
	public @Nullable TcpSocket<D> socket() {
		return null;
	}

	@Override
	public CompletionStage<TcpSocket<D>> connect() {
		return CompletableFuture.failedStage(new CancellationException("TCP client '" + this.name + "' is disabled"));
	}

	@Override
	public String address() {
		return "none";
	}

	@Override
	public long attempts() {
		return 0;
	}

	@Override
	public int failures() {
		return 0;
	}

	@Override
	public @Nullable Throwable lastFailure() {
		return null;
	}

	@Override
	public @Nullable TcpSocket<D> peek() {
		return null;
	}

	@Override
	public SocketTotals totals() {
		return new SocketTotals();
	}

	@Override
	public @Nullable ManagedClientOptions options() {
		return null;
	}

	@Override
	public void close() {
		// It is.
	}

}
