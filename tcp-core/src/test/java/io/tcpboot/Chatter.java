package io.tcpboot;

import java.io.IOException;

import io.tcpboot.test.Peer;

/**
 * Lets a peer send on a thread of its own, in small pieces, until it is told to stop or
 * the connection is gone.
 */
final class Chatter implements AutoCloseable {

	private static final int PIECE_BYTES = 1000;

	private final Peer peer;

	private final byte[] bytes;

	private final boolean again;

	private final Thread thread = new Thread(this::chat, "chatter");

	private volatile long sentBytes;

	private volatile boolean stopped;

	private Chatter(Peer peer, byte[] bytes, boolean again) {
		this.peer = peer;
		this.bytes = bytes;
		this.again = again;
		this.thread.start();
	}

	/**
	 * Send for ever.
	 */
	static Chatter endless(Peer peer) {
		return new Chatter(peer, new byte[PIECE_BYTES], true);
	}

	/**
	 * Send these bytes.
	 */
	static Chatter of(Peer peer, byte[] bytes) {
		return new Chatter(peer, bytes, false);
	}

	private void chat() {
		try {
			do {
				sendOnce();
			}
			while (this.again && !this.stopped);
		}
		catch (IOException ex) {
			// The connection is gone.
		}
	}

	private void sendOnce() throws IOException {
		for (int from = 0; from < this.bytes.length && !this.stopped; from += PIECE_BYTES) {
			int length = Math.min(PIECE_BYTES, this.bytes.length - from);
			this.peer.socket().getOutputStream().write(this.bytes, from, length);
			this.sentBytes += length;
		}
	}

	/**
	 * Return what the kernel has taken so far.
	 */
	long sentBytes() {
		return this.sentBytes;
	}

	/**
	 * Wait until the kernel takes no more.
	 */
	void awaitStall() {
		long[] before = { -1 };
		Events.until(() -> {
			boolean stalled = this.sentBytes == before[0] && this.sentBytes > 0;
			before[0] = this.sentBytes;
			return stalled;
		});
	}

	boolean isOver() {
		return !this.thread.isAlive();
	}

	/**
	 * Wait until everything is sent.
	 */
	void awaitSent() throws InterruptedException {
		this.thread.join();
	}

	/**
	 * Stop after the piece that is being sent, and leave the connection as it is.
	 */
	void stop() throws InterruptedException {
		this.stopped = true;
		this.thread.join();
	}

	@Override
	public void close() throws IOException {
		this.stopped = true;
		// A write that waits for room ends with its connection.
		this.peer.close();
	}

}
