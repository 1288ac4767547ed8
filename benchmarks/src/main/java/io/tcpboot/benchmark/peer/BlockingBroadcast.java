package io.tcpboot.benchmark.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends each message to every connection, one message after the other.
 */
final class BlockingBroadcast implements Conversation {

	private final Set<OutputStream> everybody = ConcurrentHashMap.newKeySet();

	/** Guards what is written: one message must not get into another. */
	private final Lock writing = new ReentrantLock();

	@Override
	public void hold(Socket socket) throws IOException {
		this.everybody.add(socket.getOutputStream());
		try {
			InputStream in = new BufferedInputStream(socket.getInputStream());
			byte[] message = new byte[Messages.LENGTH];
			while (in.readNBytes(message, 0, message.length) == message.length) {
				send(message);
			}
		}
		finally {
			this.everybody.remove(socket.getOutputStream());
		}
	}

	private void send(byte[] message) {
		this.writing.lock();
		try {
			this.everybody.forEach((out) -> send(message, out));
		}
		finally {
			this.writing.unlock();
		}
	}

	private static void send(byte[] message, OutputStream out) {
		try {
			out.write(message);
		}
		catch (IOException ex) {
			// Its own thread will see it.
		}
	}

}
