package io.tcpboot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The part of a listener that counts. Any thread.
 *
 * @param <D> type of the sockets' data
 */
abstract class CountingListener<D> implements TcpListener<D> {

	final AtomicLong accepted = new AtomicLong();

	final AtomicLong rejected = new AtomicLong();

	final AtomicLong acceptFailures = new AtomicLong();

	final AtomicLong handshakes = new AtomicLong();

	final AtomicLong handshakeFailures = new AtomicLong();

	final AtomicLongArray closed = new AtomicLongArray(CloseReason.values().length);

	final SocketTotals totals = new SocketTotals();

	@Override
	public long accepted() {
		return this.accepted.get();
	}

	@Override
	public long rejected() {
		return this.rejected.get();
	}

	@Override
	public long acceptFailures() {
		return this.acceptFailures.get();
	}

	@Override
	public long handshakes() {
		return this.handshakes.get();
	}

	@Override
	public long handshakeFailures() {
		return this.handshakeFailures.get();
	}

	@Override
	public long closed(CloseReason reason) {
		return this.closed.get(reason.ordinal());
	}

	@Override
	public long handlerErrors(HandlerEvent event) {
		return this.totals.handlerErrors(event);
	}

	@Override
	public long refusedWrites() {
		return this.totals.refusedWrites();
	}

	@Override
	public long heldReads() {
		return this.totals.heldReads();
	}

	@Override
	public SocketSums sums() {
		return this.totals.sums(sockets());
	}

	@Override
	public long bytesRead() {
		return this.totals.bytesRead(sockets());
	}

	@Override
	public long bytesWritten() {
		return this.totals.bytesWritten(sockets());
	}

	@Override
	public long pendingBytes() {
		return SocketTotals.sum(sockets(), TcpSocket::pendingBytes);
	}

	@Override
	public int pausedSockets() {
		return SocketTotals.paused(sockets());
	}

}
