package io.tcpboot.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, played step by step: it sends, expects, waits, finishes
 * or resets when the test says so, and does nothing else. In particular it reads only
 * what is expected. It is a plain blocking socket and knows nothing of the code under
 * test.
 * <p>
 * Each step has a deadline. One that fails throws an {@link AssertionError} that shows
 * what has been received so far. For one thread.
 *
 * <pre class="code">
 * try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
 *     peer.send("hello").halfClose().expect("hello").expectEnd();
 * }</pre>
 */
public final class TcpTestPeer implements AutoCloseable {

	static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final int CHUNK_BYTES = 16 * 1024;

	private final Socket plain;

	private final boolean client;

	private final Transcript received = new Transcript();

	private Socket socket;

	private Duration deadline = DEADLINE;

	private boolean closed;

	private TcpTestPeer(Socket socket, boolean client) {
		this.plain = socket;
		this.socket = socket;
		this.client = client;
	}

	static TcpTestPeer of(Socket socket, boolean client) throws IOException {
		// Each step leaves at once, as a packet of its own.
		socket.setTcpNoDelay(true);
		return new TcpTestPeer(socket, client);
	}

	/**
	 * Connect to a port of this machine, usually one from {@code @LocalTcpPort}.
	 * @param port the port
	 * @return the peer, connected
	 * @throws AssertionError if it cannot connect
	 */
	public static TcpTestPeer connect(int port) {
		return connect("localhost", port);
	}

	/**
	 * Connect.
	 * @param host name or literal
	 * @param port the port
	 * @return the peer, connected
	 * @throws AssertionError if it cannot connect
	 */
	public static TcpTestPeer connect(String host, int port) {
		Socket socket = new Socket();
		try {
			socket.connect(new InetSocketAddress(host, port), (int) DEADLINE.toMillis());
			return of(socket, true);
		}
		catch (IOException ex) {
			throw new AssertionError("cannot connect to " + host + ":" + port + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Set the deadline of the steps that follow.
	 * @param deadline for each step, from its beginning; 10 seconds unless set
	 * @return this peer
	 */
	public TcpTestPeer deadline(Duration deadline) {
		this.deadline = Deadline.check(deadline);
		return this;
	}

	/**
	 * Do the TLS handshake now, as a client if this peer has connected and as a server if
	 * it was accepted.
	 * @param tls whom to trust and what to ask for
	 * @return this peer
	 * @throws AssertionError if the handshake fails
	 */
	public TcpTestPeer startTls(TcpTestTls tls) {
		try {
			SSLSocket secured = tls.wrap(this.plain, this.client);
			Deadline.in(this.deadline).guard(this.plain, secured::startHandshake);
			this.socket = secured;
			return this;
		}
		catch (IOException ex) {
			throw failure("expected a TLS handshake", ex);
		}
	}

	/**
	 * Return what the handshake has agreed on: certificates, protocol version.
	 * @return the session
	 * @throws IllegalStateException without TLS
	 */
	public SSLSession tlsSession() {
		return secured().getSession();
	}

	/**
	 * Return the protocol that was chosen (ALPN).
	 * @return its name, empty if none was
	 * @throws IllegalStateException without TLS
	 */
	public String applicationProtocol() {
		return secured().getApplicationProtocol();
	}

	private SSLSocket secured() {
		if (this.socket instanceof SSLSocket secured) {
			return secured;
		}
		throw new IllegalStateException("no TLS (expected: after startTls)");
	}

	/**
	 * Send text in UTF-8.
	 * @param text the text
	 * @return this peer
	 * @throws AssertionError if the connection takes it not in time or not at all
	 */
	public TcpTestPeer send(String text) {
		return send(utf8(text));
	}

	/**
	 * Send bytes.
	 * @param bytes the bytes
	 * @return this peer
	 * @throws AssertionError if the connection takes them not in time or not at all
	 */
	public TcpTestPeer send(byte[] bytes) {
		send(bytes, 0, bytes.length);
		return this;
	}

	private void send(byte[] bytes, int offset, int length) {
		try {
			OutputStream out = this.socket.getOutputStream();
			Deadline.in(this.deadline).guard(this.plain, () -> {
				out.write(bytes, offset, length);
				out.flush();
			});
		}
		catch (IOException ex) {
			String step = "could not send " + Transcript.quote(Arrays.copyOfRange(bytes, offset, offset + length));
			if (ex instanceof SocketTimeoutException) {
				throw failure(step + ": it was not taken in " + describe(this.deadline), null);
			}
			throw failure(step, ex);
		}
	}

	/**
	 * Send bytes in pieces, each as a packet of its own, as a slow or hostile peer would.
	 * @param bytes the bytes
	 * @param pieceBytes size of a piece; the last may be shorter
	 * @param interval time between two pieces
	 * @return this peer
	 * @throws AssertionError if a piece is not taken
	 */
	public TcpTestPeer trickle(byte[] bytes, int pieceBytes, Duration interval) {
		if (pieceBytes < 1) {
			throw new IllegalArgumentException("pieceBytes: " + pieceBytes + " (expected: at least 1)");
		}
		for (int offset = 0; offset < bytes.length; offset += pieceBytes) {
			if (offset > 0) {
				pause(interval);
			}
			send(bytes, offset, Math.min(pieceBytes, bytes.length - offset));
		}
		return this;
	}

	/**
	 * Send text in UTF-8 in pieces.
	 * @param text the text
	 * @param pieceBytes size of a piece in bytes; the last may be shorter
	 * @param interval time between two pieces
	 * @return this peer
	 * @throws AssertionError if a piece is not taken
	 */
	public TcpTestPeer trickle(String text, int pieceBytes, Duration interval) {
		return trickle(utf8(text), pieceBytes, interval);
	}

	/**
	 * Do nothing for a while, and read nothing meanwhile.
	 * @param time how long
	 * @return this peer
	 */
	public TcpTestPeer pause(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(this, left);
		}
		return this;
	}

	/**
	 * Expect text in UTF-8 as the next that comes. More may follow.
	 * @param text the text
	 * @return this peer
	 * @throws AssertionError if something else comes, or not all of it in time
	 */
	public TcpTestPeer expect(String text) {
		return expect(utf8(text));
	}

	/**
	 * Expect bytes as the next that come. More may follow.
	 * @param bytes the bytes
	 * @return this peer
	 * @throws AssertionError if something else comes, or not all of it in time
	 */
	public TcpTestPeer expect(byte[] bytes) {
		Deadline until = Deadline.in(this.deadline);
		String step = "expected " + Transcript.quote(bytes);
		byte[] actual = new byte[bytes.length];
		int count = 0;
		while (count < actual.length) {
			count += readSome(actual, count, until, step);
			int different = Arrays.mismatch(bytes, 0, count, actual, 0, count);
			if (different >= 0) {
				throw failure(step + ", but got " + Transcript.quote(Arrays.copyOf(actual, count))
						+ ", which differs at index " + different, null);
			}
		}
		return this;
	}

	/**
	 * Read so many bytes, whatever they are.
	 * @param length how many
	 * @return the bytes
	 * @throws AssertionError if fewer come in time
	 */
	public byte[] read(int length) {
		Deadline until = Deadline.in(this.deadline);
		byte[] bytes = new byte[length];
		int count = 0;
		while (count < length) {
			count += readSome(bytes, count, until, "expected " + length + " byte(s)");
		}
		return bytes;
	}

	/**
	 * Read text in UTF-8, whatever it says.
	 * @param length how many bytes
	 * @return the text
	 * @throws AssertionError if fewer come in time
	 */
	public String readText(int length) {
		return new String(read(length), StandardCharsets.UTF_8);
	}

	/**
	 * Read up to the end of what the other side sends.
	 * @return what came before the end
	 * @throws AssertionError if it does not end in time, or not in order
	 */
	public byte[] readToEnd() {
		String step = "expected the end";
		Deadline until = Deadline.in(this.deadline);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] chunk = new byte[CHUNK_BYTES];
		try {
			for (int count = read(chunk, 0, until); count >= 0; count = read(chunk, 0, until)) {
				bytes.write(chunk, 0, count);
			}
			return bytes.toByteArray();
		}
		catch (IOException ex) {
			throw failure(step, ex);
		}
	}

	/**
	 * Read text in UTF-8 up to the end of what the other side sends.
	 * @return what came before the end
	 * @throws AssertionError if it does not end in time, or not in order
	 */
	public String readTextToEnd() {
		return new String(readToEnd(), StandardCharsets.UTF_8);
	}

	/**
	 * Expect that the other side has nothing more to send and says so, with a FIN or, in
	 * TLS, with a close_notify. The JDK's TLS takes a bare FIN for one.
	 * @return this peer, which may still send
	 * @throws AssertionError if more comes, or a reset, or nothing in time
	 */
	public TcpTestPeer expectEnd() {
		String step = "expected the end";
		byte[] chunk = new byte[CHUNK_BYTES];
		try {
			int count = read(chunk, 0, Deadline.in(this.deadline));
			if (count >= 0) {
				throw failure(step + ", but got " + Transcript.quote(Arrays.copyOf(chunk, count)), null);
			}
			return this;
		}
		catch (IOException ex) {
			throw failure(step, ex);
		}
	}

	/**
	 * Expect that the other side breaks the connection off. What it has sent before is
	 * skipped, as a reset may or may not overtake it.
	 * @throws AssertionError if it ends in order, or not in time
	 */
	public void expectReset() {
		String step = "expected a reset";
		Deadline until = Deadline.in(this.deadline);
		byte[] chunk = new byte[CHUNK_BYTES];
		try {
			while (read(chunk, 0, until) >= 0) {
				// Skipped.
			}
		}
		catch (SocketTimeoutException ex) {
			throw failure(step, ex);
		}
		catch (IOException ex) {
			if (isReset(ex)) {
				return;
			}
			throw failure(step, ex);
		}
		throw failure(step + ", but the connection ended in order", null);
	}

	/**
	 * Expect that nothing comes for a while, not even an end. That is all it tells: what
	 * comes a moment later goes unnoticed, so prefer to expect what comes next.
	 * @param time how long
	 * @return this peer
	 * @throws AssertionError if something comes
	 */
	public TcpTestPeer expectNothing(Duration time) {
		String step = "expected nothing for " + describe(time);
		byte[] chunk = new byte[CHUNK_BYTES];
		try {
			int count = read(chunk, 0, Deadline.in(time));
			throw failure(
					step + ", but "
							+ ((count < 0) ? "the end came" : "got " + Transcript.quote(Arrays.copyOf(chunk, count))),
					null);
		}
		catch (SocketTimeoutException ex) {
			return this;
		}
		catch (IOException ex) {
			throw failure(step, ex);
		}
	}

	/**
	 * Return everything that was received so far, decrypted.
	 * @return a copy
	 */
	public byte[] received() {
		return this.received.bytes();
	}

	/**
	 * Finish sending, with a FIN or, in TLS, with a close_notify, and go on reading.
	 * @return this peer
	 */
	public TcpTestPeer halfClose() {
		try {
			this.socket.shutdownOutput();
			return this;
		}
		catch (IOException ex) {
			throw failure("could not half-close", ex);
		}
	}

	/**
	 * Break the connection off with a reset.
	 */
	public void reset() {
		try {
			this.plain.setSoLinger(true, 0);
			this.plain.close();
			this.closed = true;
		}
		catch (IOException ex) {
			throw failure("could not reset", ex);
		}
	}

	/**
	 * Close the connection. If something was received and not read, the other side sees a
	 * reset.
	 */
	@Override
	public void close() {
		try {
			// Not the TLS socket: to say goodbye it might wait for somebody who reads
			// nothing.
			this.plain.close();
			this.closed = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int readSome(byte[] bytes, int offset, Deadline until, String step) {
		try {
			int count = read(bytes, offset, until);
			if (count >= 0) {
				return count;
			}
		}
		catch (IOException ex) {
			throw failure(step, ex);
		}
		throw failure(step + ", but the connection ended", null);
	}

	private int read(byte[] bytes, int offset, Deadline until) throws IOException {
		this.socket.setSoTimeout(until.leftMillis());
		int count = this.socket.getInputStream().read(bytes, offset, bytes.length - offset);
		if (count > 0) {
			this.received.add(bytes, offset, count);
		}
		return count;
	}

	private AssertionError failure(String step, @Nullable IOException cause) {
		String what = step;
		if (cause instanceof SocketTimeoutException) {
			what += ", but nothing more came in " + describe(this.deadline);
		}
		else if (cause != null && this.closed) {
			what += ", but this peer is closed";
		}
		else if (cause != null) {
			what += (isReset(cause)) ? ", but the connection was reset" : ", but failed: " + cause.getMessage();
		}
		return new AssertionError(what + System.lineSeparator() + this.received, cause);
	}

	private static boolean isReset(IOException ex) {
		return ex instanceof SocketException || ex.getCause() instanceof SocketException;
	}

	static String describe(Duration time) {
		return (time.toMillisPart() == 0) ? time.toSeconds() + "s" : time.toMillis() + "ms";
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
