package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.SocketTotals;
import io.tcpboot.TcpListener;

/**
 * What the sockets of a server or client carry.
 *
 * @param bytesRead bytes received so far
 * @param bytesWritten bytes sent so far
 * @param pendingBytes bytes that wait for a peer now
 * @param pausedSockets sockets that are paused now
 */
record Traffic(long bytesRead, long bytesWritten, long pendingBytes, int pausedSockets) {

	static Traffic of(TcpListener<?> listener) {
		return new Traffic(listener.bytesRead(), listener.bytesWritten(), listener.pendingBytes(),
				listener.pausedSockets());
	}

	static Traffic of(SocketTotals totals) {
		return new Traffic(totals.bytesRead(), totals.bytesWritten(), totals.pendingBytes(), totals.pausedSockets());
	}

}
