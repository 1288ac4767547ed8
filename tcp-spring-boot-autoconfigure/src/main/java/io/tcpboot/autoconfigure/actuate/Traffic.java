package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.SocketSums;
import io.tcpboot.SocketTotals;
import io.tcpboot.TcpListener;

/**
 * What the sockets of a server or client carry.
 *
 * @param bytesRead bytes received so far
 * @param bytesWritten bytes sent so far
 * @param pendingBytes bytes that wait for a peer now
 * @param pausedSockets sockets that are paused now
 * @param refusedWrites times that a socket began to refuse what was written
 * @param heldReads times that a peer was no longer read from, as it did not keep up
 */
record Traffic(long bytesRead, long bytesWritten, long pendingBytes, int pausedSockets, long refusedWrites,
		long heldReads) {

	static Traffic of(TcpListener<?> listener) {
		return of(listener.sums(), listener.refusedWrites(), listener.heldReads());
	}

	static Traffic of(SocketTotals totals) {
		return of(totals.sums(), totals.refusedWrites(), totals.heldReads());
	}

	private static Traffic of(SocketSums sums, long refusedWrites, long heldReads) {
		return new Traffic(sums.bytesRead(), sums.bytesWritten(), sums.pendingBytes(), sums.pausedSockets(),
				refusedWrites, heldReads);
	}

}
