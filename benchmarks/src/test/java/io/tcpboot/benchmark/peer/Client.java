package io.tcpboot.benchmark.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A client on the JDK's blocking sockets.
 */
final class Client implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final Random random = new Random(4711);

	private final Socket socket;

	private Client(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(TIMEOUT_MILLIS);
		socket.setTcpNoDelay(true);
	}

	static Client connect(int port) throws IOException {
		return new Client(new Socket("127.0.0.1", port));
	}

	static Client connectTls(int port, X509Certificate trusted) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
		store.load(null, null);
		store.setCertificateEntry("server", trusted);
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(store);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return new Client(context.getSocketFactory().createSocket("127.0.0.1", port));
	}

	static byte[] random(int length) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

	static byte[] frame(int length) {
		return ByteBuffer.allocate(Integer.BYTES + length).putInt(length).put(random(length)).array();
	}

	static byte[] join(byte[]... parts) {
		ByteBuffer joined = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
		Arrays.stream(parts).forEach(joined::put);
		return joined.array();
	}

	/**
	 * Send and receive at the same time, as many bytes as are sent.
	 */
	byte[] exchange(byte[] bytes) throws Exception {
		CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
			try {
				send(bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		byte[] received = receive(bytes.length);
		sent.get();
		return received;
	}

	void send(byte[] bytes, int offset, int length) throws IOException {
		this.socket.getOutputStream().write(bytes, offset, length);
	}

	byte[] receive(int length) throws IOException {
		return this.socket.getInputStream().readNBytes(length);
	}

	String protocol() {
		return ((SSLSocket) this.socket).getSession().getProtocol();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
