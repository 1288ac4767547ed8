package io.tcpboot.client;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a client, and who is told of its loss. The socket may outlive the client;
 * once released, it refers to nothing of it but this. Any thread.
 *
 * @param <D> type of the socket's data
 */
final class Connection<D> implements BiConsumer<@Nullable CloseReason, @Nullable Throwable> {

	private final TcpSocket<D> socket;

	private final long openedNanos;

	private volatile @Nullable Consumer<Connection<D>> lost;

	Connection(TcpSocket<D> socket, long openedNanos, Consumer<Connection<D>> lost) {
		this.socket = socket;
		this.openedNanos = openedNanos;
		this.lost = lost;
	}

	TcpSocket<D> socket() {
		return this.socket;
	}

	long openNanos(long nowNanos) {
		return nowNanos - this.openedNanos;
	}

	/**
	 * Tell of the loss, at once if it is lost already.
	 */
	void watch() {
		this.socket.closed().whenComplete(this);
	}

	@Override
	public void accept(@Nullable CloseReason reason, @Nullable Throwable failure) {
		Consumer<Connection<D>> lost = this.lost;
		if (lost != null) {
			lost.accept(this);
		}
	}

	/**
	 * Tell nobody: the socket is another's from now on.
	 */
	void release() {
		this.lost = null;
	}

	boolean isReleased() {
		return this.lost == null;
	}

}
