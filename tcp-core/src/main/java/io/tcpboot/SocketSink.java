package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A sink that belongs to a socket: collects small writes, sends them when it is full or
 * asked to, keeps what the socket does not take, and goes on by itself when there is
 * room. What it still holds when the socket closes is dropped. Any thread.
 */
public final class SocketSink {

	private final SocketOutput<?> socket;

	// Guarded by this.
	private final BufferSink buffer;

	private boolean waiting;

	SocketSink(SocketOutput<?> socket, int highWaterMark) {
		this.socket = socket;
		this.buffer = new BufferSink(highWaterMark);
	}

	/**
	 * Return the most bytes that the sink holds.
	 * @return bytes
	 */
	public int highWaterMark() {
		return this.buffer.highWaterMark();
	}

	/**
	 * Return how much the sink holds.
	 * @return bytes
	 */
	public synchronized int size() {
		return this.buffer.size();
	}

	/**
	 * Add as many of the readable bytes as sink and socket have room for, and advance the
	 * reader index.
	 * @param bytes the bytes, copied
	 * @return the number of bytes taken, 0 if there is no room, or
	 * {@link TcpSocket#CLOSED}
	 */
	public synchronized int write(ByteBuf bytes) {
		if (!this.socket.isOpen()) {
			return TcpSocket.CLOSED;
		}
		int start = bytes.readerIndex();
		while (bytes.isReadable() && hasRoom()) {
			this.buffer.write(bytes);
		}
		return bytes.readerIndex() - start;
	}

	/**
	 * Add as many bytes as sink and socket have room for.
	 * @param bytes the bytes, copied
	 * @return the number of bytes taken, 0 if there is no room, or
	 * {@link TcpSocket#CLOSED}
	 */
	public int write(byte[] bytes) {
		return write(Unpooled.wrappedBuffer(bytes));
	}

	/**
	 * Add as many whole characters as sink and socket have room for, in UTF-8.
	 * @param text the text
	 * @return the number of chars taken, 0 if there is no room, or
	 * {@link TcpSocket#CLOSED}
	 */
	public synchronized int write(CharSequence text) {
		if (!this.socket.isOpen()) {
			return TcpSocket.CLOSED;
		}
		int taken = this.buffer.write(text);
		int more = 1;
		while (taken < text.length() && more > 0) {
			push();
			more = this.buffer.write(text.subSequence(taken, text.length()));
			taken += more;
		}
		return taken;
	}

	private boolean hasRoom() {
		if (this.buffer.size() >= this.buffer.highWaterMark()) {
			push();
		}
		return this.buffer.size() < this.buffer.highWaterMark();
	}

	/**
	 * Send what the sink holds.
	 * @return whether the socket has accepted everything; if not, the rest follows by
	 * itself
	 */
	public synchronized boolean flush() {
		push();
		return this.buffer.size() == 0;
	}

	private void push() {
		ByteBuf all = this.buffer.flush();
		int taken = this.socket.writeWithoutDrain(all);
		if (taken != TcpSocket.CLOSED && all.isReadable()) {
			this.buffer.putBack(all);
			if (!this.waiting) {
				this.waiting = true;
				this.socket.awaitRoom(this::onRoom);
			}
		}
	}

	private synchronized void onRoom() {
		this.waiting = false;
		push();
	}

	/**
	 * Send what the sink holds as the last bytes, and end the socket.
	 */
	public synchronized void end() {
		this.socket.end(this.buffer.flush());
	}

}
