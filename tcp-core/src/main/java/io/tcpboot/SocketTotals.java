package io.tcpboot;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What the sockets of one server or client have carried together, those that are gone
 * included. Any thread; nobody waits for anybody.
 */
public final class SocketTotals {

	private final Set<TcpSocket<?>> live = ConcurrentHashMap.newKeySet();

	private final Total read = new Total(TcpSocket::bytesRead);

	private final Total written = new Total(TcpSocket::bytesWritten);

	final Incidents incidents = new Incidents();

	/**
	 * Count a socket, now and after its close. What may go wrong with the socket of a
	 * client is counted here from now on, and no longer elsewhere.
	 * @param socket a socket that is open
	 */
	public void add(TcpSocket<?> socket) {
		this.live.add(socket);
		if (socket instanceof NettySocket<?> connected) {
			connected.incidents(this.incidents);
		}
		socket.closed().whenComplete((reason, failure) -> remove(socket));
	}

	private void remove(TcpSocket<?> socket) {
		if (this.live.remove(socket)) {
			gone(socket);
		}
	}

	/**
	 * A socket has closed, and is no longer among those that are live.
	 */
	void gone(TcpSocket<?> socket) {
		this.read.gone(socket);
		this.written.gone(socket);
	}

	/**
	 * Return all sums at once, by one walk through the open sockets.
	 * @return the sums
	 */
	public SocketSums sums() {
		return sums(this.live);
	}

	SocketSums sums(Iterable<? extends TcpSocket<?>> live) {
		// Those that are gone are looked at first, as by Total.
		long read = this.read.gone.get();
		long written = this.written.gone.get();
		long pending = 0;
		int paused = 0;
		for (TcpSocket<?> socket : live) {
			read += socket.bytesRead();
			written += socket.bytesWritten();
			pending += socket.pendingBytes();
			paused += (socket.isPaused()) ? 1 : 0;
		}
		return new SocketSums(this.read.grown(read), this.written.grown(written), pending, paused);
	}

	/**
	 * Return the number of bytes received so far.
	 * @return bytes; a count that only grows
	 */
	public long bytesRead() {
		return bytesRead(this.live);
	}

	long bytesRead(Iterable<? extends TcpSocket<?>> live) {
		return this.read.get(live);
	}

	/**
	 * Return the number of bytes sent so far.
	 * @return bytes that the kernel has taken; a count that only grows
	 */
	public long bytesWritten() {
		return bytesWritten(this.live);
	}

	long bytesWritten(Iterable<? extends TcpSocket<?>> live) {
		return this.written.get(live);
	}

	/**
	 * Return the number of bytes that sockets have accepted and the kernel has not taken.
	 * @return pending bytes of those that are open
	 */
	public long pendingBytes() {
		return sum(this.live, TcpSocket::pendingBytes);
	}

	/**
	 * Return the number of sockets that the application has {@linkplain TcpSocket#pause()
	 * paused}.
	 * @return number of those that are open and paused
	 */
	public int pausedSockets() {
		return paused(this.live);
	}

	/**
	 * Return how often a handler has thrown something, or its stage has failed.
	 * @param event what it was called for
	 * @return a count that only grows
	 */
	public long handlerErrors(HandlerEvent event) {
		return this.incidents.handlerErrors(event);
	}

	/**
	 * Return how often a socket began to refuse what was written, as
	 * {@link TcpListener#refusedWrites()} has it.
	 * @return a count that only grows
	 */
	public long refusedWrites() {
		return this.incidents.refusedWrites();
	}

	/**
	 * Return how often a peer was no longer read from, as {@link TcpListener#heldReads()}
	 * has it.
	 * @return a count that only grows
	 */
	public long heldReads() {
		return this.incidents.heldReads();
	}

	static int paused(Iterable<? extends TcpSocket<?>> live) {
		return (int) sum(live, (socket) -> (socket.isPaused()) ? 1 : 0);
	}

	static long sum(Iterable<? extends TcpSocket<?>> live, ToLongFunction<TcpSocket<?>> count) {
		long sum = 0;
		for (TcpSocket<?> socket : live) {
			sum += count.applyAsLong(socket);
		}
		return sum;
	}

	/**
	 * A sum that never falls. A socket that goes meanwhile may be missing for a moment,
	 * but is never counted twice: it leaves the live ones before it joins those that are
	 * gone, which are looked at first. So what was answered before was not too much.
	 */
	private static final class Total {

		private final ToLongFunction<TcpSocket<?>> count;

		private final AtomicLong gone = new AtomicLong();

		private final AtomicLong answered = new AtomicLong();

		Total(ToLongFunction<TcpSocket<?>> count) {
			this.count = count;
		}

		void gone(TcpSocket<?> socket) {
			this.gone.addAndGet(this.count.applyAsLong(socket));
		}

		long get(Iterable<? extends TcpSocket<?>> live) {
			long gone = this.gone.get();
			return grown(gone + sum(live, this.count));
		}

		long grown(long sum) {
			return this.answered.accumulateAndGet(sum, Math::max);
		}

	}

}
