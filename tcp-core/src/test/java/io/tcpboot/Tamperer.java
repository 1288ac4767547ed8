package io.tcpboot;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

import io.tcpboot.test.Peer;

/**
 * Stands between one client and a server, record by record, and damages or cuts the next
 * record of the client when told to.
 */
final class Tamperer implements AutoCloseable {

	private enum Next {

		PASS, DAMAGE, CUT

	}

	private final ServerSocket listening = Peer.listen();

	private final int target;

	private volatile Next next = Next.PASS;

	Tamperer(int target) throws IOException {
		this.target = target;
		PeerThread.start("tamperer", this::run);
	}

	int port() {
		return this.listening.getLocalPort();
	}

	void damageNext() {
		this.next = Next.DAMAGE;
	}

	void cutNext() {
		this.next = Next.CUT;
	}

	private void run() throws IOException {
		try (Socket client = this.listening.accept();
				Socket server = new Socket(this.listening.getInetAddress(), this.target)) {
			PeerThread.start("tamperer-back", () -> copy(server.getInputStream(), client.getOutputStream()));
			DataInputStream in = new DataInputStream(client.getInputStream());
			while (true) {
				byte[] record = record(in);
				if (this.next == Next.CUT) {
					server.getOutputStream().write(record, 0, record.length / 2);
					server.shutdownOutput();
					copy(in, OutputStream.nullOutputStream());
					return;
				}
				if (this.next == Next.DAMAGE) {
					this.next = Next.PASS;
					record[record.length - 1] ^= 1;
				}
				server.getOutputStream().write(record);
			}
		}
	}

	private static byte[] record(DataInputStream in) throws IOException {
		byte[] header = new byte[5];
		in.readFully(header);
		int length = ((header[3] & 0xff) << 8) | (header[4] & 0xff);
		byte[] record = Arrays.copyOf(header, header.length + length);
		in.readFully(record, header.length, length);
		return record;
	}

	private static void copy(InputStream in, OutputStream out) throws IOException {
		in.transferTo(out);
	}

	@Override
	public void close() throws IOException {
		this.listening.close();
	}

}
