package io.tcpboot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The other end, played by a plain blocking socket that does only what a test tells it
 * to: read nothing, half-close, reset. Every read gives up after some seconds.
 */
public final class Peer implements AutoCloseable {

	private static final int READ_TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	private Peer(Socket socket) throws SocketException {
		this.socket = socket;
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(READ_TIMEOUT_MILLIS);
	}

	/**
	 * Use a socket that is connected already.
	 */
	public static Peer of(Socket socket) throws SocketException {
		return new Peer(socket);
	}

	public static Peer connect(int port) throws IOException {
		return new Peer(new Socket(InetAddress.getLoopbackAddress(), port));
	}

	/**
	 * Connect to the file of a unix socket.
	 */
	public static Peer connect(Path path) throws IOException {
		return new Peer(new UnixPeerSocket(SocketChannel.open(UnixDomainSocketAddress.of(path))));
	}

	/**
	 * Connect with a small receive buffer, so that little fits into the kernel.
	 */
	public static Peer connectNarrow(int port) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		return new Peer(socket);
	}

	/**
	 * Accept what a client under test has connected.
	 */
	public static Peer accept(ServerSocket server) throws IOException {
		server.setSoTimeout(READ_TIMEOUT_MILLIS);
		return new Peer(server.accept());
	}

	public static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
	}

	public static ServerSocket listen(Path path) throws IOException {
		return new UnixPeerServer(path);
	}

	public int localPort() {
		return this.socket.getLocalPort();
	}

	public Peer send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.UTF_8));
	}

	public Peer send(byte[] bytes) throws IOException {
		OutputStream out = this.socket.getOutputStream();
		out.write(bytes);
		out.flush();
		return this;
	}

	/**
	 * Read exactly so many bytes.
	 */
	public byte[] read(int length) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(length);
		if (bytes.length < length) {
			throw new IOException("end of stream after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	public String readText(int length) throws IOException {
		return new String(read(length), StandardCharsets.UTF_8);
	}

	/**
	 * Read to the FIN.
	 */
	public byte[] readAll() throws IOException {
		return this.socket.getInputStream().readAllBytes();
	}

	public String readAllText() throws IOException {
		return new String(readAll(), StandardCharsets.UTF_8);
	}

	/**
	 * Return whether the connection ends with a reset and not with a FIN.
	 */
	public boolean readsReset() throws IOException {
		InputStream in = this.socket.getInputStream();
		byte[] sink = new byte[8192];
		try {
			while (in.read(sink) >= 0) {
				// Whatever was sent before.
			}
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	/**
	 * Return whether a reset has arrived after the FIN, which only a write can tell.
	 */
	public boolean writesIntoReset() throws IOException {
		try {
			this.socket.getOutputStream().write(0);
			return false;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	/**
	 * Send a FIN, if not sent yet, and go on reading.
	 */
	public Peer finish() throws IOException {
		if (!this.socket.isOutputShutdown()) {
			this.socket.shutdownOutput();
		}
		return this;
	}

	/**
	 * Send a reset.
	 */
	public void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	public Socket socket() {
		return this.socket;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
