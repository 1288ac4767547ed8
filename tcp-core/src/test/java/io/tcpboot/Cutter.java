package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;

import io.tcpboot.test.Peer;

/**
 * Stands between one client and a server, and cuts and joins the bytes of both at random
 * places, which its seed decides.
 */
final class Cutter implements AutoCloseable {

	private static final int MOST_BYTES = 100_000;

	private static final int JOIN_MILLIS = 2;

	private final ServerSocket listening = Peer.listen();

	private final int target;

	Cutter(int target, long seed) throws IOException {
		this.target = target;
		PeerThread.start("cutter", () -> run(seed));
	}

	int port() {
		return this.listening.getLocalPort();
	}

	private void run(long seed) throws IOException {
		try (Socket client = this.listening.accept();
				Socket server = new Socket(this.listening.getInetAddress(), this.target)) {
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
			Thread back = PeerThread.start("cutter", () -> copy(server, client, new Random(~seed)));
			copy(client, server, new Random(seed));
			back.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void copy(Socket from, Socket to, Random random) throws IOException {
		byte[] bytes = new byte[MOST_BYTES];
		int length;
		while ((length = join(from, bytes, random)) >= 0) {
			cut(bytes, length, to.getOutputStream(), random);
		}
		to.shutdownOutput();
	}

	private static int join(Socket from, byte[] bytes, Random random) throws IOException {
		InputStream in = from.getInputStream();
		from.setSoTimeout(0);
		int length = in.read(bytes, 0, 1 + random.nextInt(bytes.length));
		from.setSoTimeout(JOIN_MILLIS);
		try {
			while (length > 0 && length < bytes.length && random.nextInt(3) > 0) {
				int more = in.read(bytes, length, 1 + random.nextInt(bytes.length - length));
				if (more < 0) {
					return length;
				}
				length += more;
			}
		}
		catch (SocketTimeoutException ex) {
			// Nothing to join it with.
		}
		return length;
	}

	private static void cut(byte[] bytes, int length, OutputStream out, Random random) throws IOException {
		int at = 0;
		while (at < length) {
			int size = Math.min(length - at, switch (random.nextInt(3)) {
				case 0 -> 1 + random.nextInt(10);
				case 1 -> 1 + random.nextInt(20_000);
				default -> length;
			});
			out.write(bytes, at, size);
			at += size;
		}
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

}
