package io.tcpboot.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the clients of the application connect to in a test: a plain listening socket that
 * makes a {@link TcpTestPeer} of each connection. For one thread.
 */
public final class TcpTestServer implements AutoCloseable {

	private static final int BACKLOG = 50;

	private final ServerSocket socket;

	private final List<TcpTestPeer> peers = new ArrayList<>();

	private Duration deadline = TcpTestPeer.DEADLINE;

	private TcpTestServer(ServerSocket socket) {
		this.socket = socket;
	}

	/**
	 * Listen on any free port of the loopback interface.
	 * @return a new server, to be closed by the caller
	 */
	public static TcpTestServer listen() {
		return listen(0);
	}

	/**
	 * Listen on a port of the loopback interface. To come back after {@link #close()}
	 * where a client tries to reconnect.
	 * @param port the port; 0 for any free one
	 * @return a new server, to be closed by the caller
	 * @throws UncheckedIOException if the port cannot be had
	 */
	public static TcpTestServer listen(int port) {
		try {
			ServerSocket socket = new ServerSocket();
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
			return new TcpTestServer(socket);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot listen on port " + port, ex);
		}
	}

	/**
	 * Return the port.
	 * @return the port, where it listens or did
	 */
	public int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Set how long {@link #accept()} waits, and what comes of it each time.
	 * @param deadline how long; 10 seconds unless set
	 * @return this server
	 */
	public TcpTestServer deadline(Duration deadline) {
		this.deadline = Deadline.check(deadline);
		return this;
	}

	/**
	 * Wait for a client of the application.
	 * @return the other end of its connection, closed with this server
	 * @throws AssertionError if none connects in time
	 */
	public TcpTestPeer accept() {
		try {
			this.socket.setSoTimeout(Deadline.in(this.deadline).leftMillis());
			TcpTestPeer peer = TcpTestPeer.of(this.socket.accept(), false).deadline(this.deadline);
			this.peers.add(peer);
			return peer;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("expected a connection to port " + port() + ", but none came in "
					+ TcpTestPeer.describe(this.deadline), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Listen no more, and close what was accepted.
	 */
	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.peers.forEach(TcpTestPeer::close);
		}
	}

}
