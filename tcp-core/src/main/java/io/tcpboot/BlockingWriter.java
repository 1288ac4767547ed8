package io.tcpboot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.buffer.ByteBuf;

/**
 * Lets threads wait for room. One message at a time, so that two do not mix; the event
 * loop wakes its thread when pending bytes have fallen to the low-water mark.
 */
final class BlockingWriter {

	private final SocketOutput<?> socket;

	// Held for a whole message.
	private final ReentrantLock turn = new ReentrantLock();

	private volatile boolean awaited;

	BlockingWriter(SocketOutput<?> socket) {
		this.socket = socket;
	}

	void write(ByteBuf bytes) throws IOException {
		int start = bytes.readerIndex();
		try {
			this.turn.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			throw interrupted(0);
		}
		try {
			while (bytes.isReadable()) {
				if (this.socket.writeWithoutDrain(bytes) == TcpSocket.CLOSED) {
					throw new ClosedChannelException();
				}
				if (bytes.isReadable()) {
					awaitRoom(bytes.readerIndex() - start);
				}
			}
		}
		finally {
			this.turn.unlock();
			if (this.awaited) {
				this.socket.later(this.socket::scheduleReaction);
			}
		}
	}

	/**
	 * Return whether a message is being written; if so, its end will be told.
	 */
	boolean isWriting() {
		// Before the look: a writer that ends meanwhile sees it, or is seen.
		this.awaited = true;
		return this.turn.isLocked();
	}

	private void awaitRoom(int transferred) throws InterruptedIOException {
		// Inside a cork, nothing would ever make room.
		this.socket.flush();
		// Others may fill the room before this thread has woken: then it waits anew.
		CountDownLatch room = new CountDownLatch(1);
		this.socket.awaitRoom(room::countDown);
		try {
			room.await();
		}
		catch (InterruptedException ex) {
			throw interrupted(transferred);
		}
	}

	private static InterruptedIOException interrupted(int transferred) {
		Thread.currentThread().interrupt();
		InterruptedIOException ex = new InterruptedIOException("interrupted after " + transferred + " bytes");
		ex.bytesTransferred = transferred;
		return ex;
	}

}
