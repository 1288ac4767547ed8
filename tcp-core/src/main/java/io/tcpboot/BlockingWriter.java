package io.tcpboot;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.buffer.ByteBuf;

/**
 * Lets threads wait for room. One message at a time, so that two do not mix; the event
 * loop wakes its thread when pending bytes have fallen to the low-water mark.
 */
final class BlockingWriter {

	private final SocketFront<?> socket;

	private final PendingBytes pending;

	// Held for a whole message.
	private final ReentrantLock turn = new ReentrantLock();

	BlockingWriter(SocketFront<?> socket, PendingBytes pending) {
		this.socket = socket;
		this.pending = pending;
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
		}
	}

	private void awaitRoom(int transferred) throws InterruptedIOException {
		// Inside a cork, nothing would ever make room.
		this.socket.flush();
		Thread thread = Thread.currentThread();
		this.socket.awaitRoom(() -> LockSupport.unpark(thread));
		while (!this.pending.isLow() && !this.pending.isClosed()) {
			LockSupport.park(this);
			if (Thread.interrupted()) {
				throw interrupted(transferred);
			}
		}
	}

	private static InterruptedIOException interrupted(int transferred) {
		Thread.currentThread().interrupt();
		InterruptedIOException ex = new InterruptedIOException("interrupted after " + transferred + " bytes");
		ex.bytesTransferred = transferred;
		return ex;
	}

}
