package io.tcpboot;

/**
 * What the sockets of one server or client have carried together, those that are gone
 * included. Any thread.
 */
public final class SocketTotals {

	/**
	 * Count a socket, now and after its close.
	 * @param socket a socket that is open or has been
	 */
	public void add(TcpSocket<?> socket) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the number of bytes received so far.
	 * @return bytes; a count that only grows
	 */
	public long bytesRead() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the number of bytes sent so far.
	 * @return bytes that the kernel has taken; a count that only grows
	 */
	public long bytesWritten() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the number of bytes that sockets have accepted and the kernel has not taken.
	 * @return pending bytes of those that are open
	 */
	public long pendingBytes() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Return the number of sockets that the application has {@linkplain TcpSocket#pause()
	 * paused}.
	 * @return number of those that are open and paused
	 */
	public int pausedSockets() {
		throw new UnsupportedOperationException();
	}

}
