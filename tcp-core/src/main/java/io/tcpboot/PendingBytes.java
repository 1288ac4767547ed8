package io.tcpboot;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * The bound on what a socket owes its peer: bytes accepted and not yet the kernel's. Any
 * thread may call anything. Count, end of writing and the wish to be told of room share
 * one word, so that no answer is ever out of date: what was accepted before the end is
 * counted, and nothing is accepted after it.
 */
final class PendingBytes {

	private static final AtomicLongFieldUpdater<PendingBytes> WORD = AtomicLongFieldUpdater
		.newUpdater(PendingBytes.class, "word");

	private static final long CLOSED = 1L << 63;

	private static final long REFUSED = 1L << 62;

	private static final long DRAIN_DUE = 1L << 61;

	private static final long COUNT = DRAIN_DUE - 1;

	private final int highBytes;

	private final int lowBytes;

	private final int maxBytes;

	// CLOSED | REFUSED | DRAIN_DUE | count
	private volatile long word;

	PendingBytes(SocketOptions options) {
		this.highBytes = options.highWaterMark();
		this.lowBytes = options.lowWaterMark();
		this.maxBytes = options.maxPending();
	}

	/**
	 * Take as much as there is room for below the high-water mark; ask for {@code drain}
	 * if that is not all.
	 */
	int accept(int length, Refusals refusals) {
		while (true) {
			long now = this.word;
			if (now < 0) {
				return TcpSocket.CLOSED;
			}
			int taken = Math.min(length, room(now));
			long next = (now + taken) | ((taken < length) ? REFUSED : 0);
			if (next == now || WORD.compareAndSet(this, now, next)) {
				if (taken < length) {
					refused(now, refusals);
				}
				return taken;
			}
		}
	}

	private static void refused(long before, Refusals refusals) {
		if ((before & REFUSED) == 0) {
			refusals.refused();
		}
	}

	/**
	 * Like {@link #accept}, for a caller that waits for room by itself.
	 */
	int acceptWithoutDrain(int length) {
		while (true) {
			long now = this.word;
			if (now < 0) {
				return TcpSocket.CLOSED;
			}
			int taken = Math.min(length, room(now));
			if (taken == 0 || WORD.compareAndSet(this, now, now + taken)) {
				return taken;
			}
		}
	}

	/**
	 * Return how much there is room for below the high-water mark.
	 * @return bytes, or {@link TcpSocket#CLOSED}
	 */
	int room() {
		return room(this.word);
	}

	private int room(long now) {
		return (now < 0) ? TcpSocket.CLOSED : (int) Math.max(0, this.highBytes - (now & COUNT));
	}

	/**
	 * Take what the caller has chosen after a look at the {@linkplain #room() room}.
	 * @return whether it was taken; if not, the room has changed since
	 */
	boolean acceptWithin(int room, int length, boolean all, Refusals refusals) {
		long now = this.word;
		long next = (now + length) | ((all) ? 0 : REFUSED);
		boolean taken = room(now) == room && (next == now || WORD.compareAndSet(this, now, next));
		if (taken && !all) {
			refused(now, refusals);
		}
		return taken;
	}

	/**
	 * Take all or nothing: what fits below the high-water mark, or one that is larger
	 * than the room once pending bytes have fallen to the low-water mark.
	 * @param refusals {@code null} for a caller that waits for room by itself
	 * @return the length, 0 or {@link TcpSocket#CLOSED}
	 */
	int acceptFrame(int length, @Nullable Refusals refusals) {
		while (true) {
			long now = this.word;
			if (now < 0) {
				return TcpSocket.CLOSED;
			}
			long count = now & COUNT;
			boolean fits = count + length <= this.highBytes || count <= this.lowBytes;
			long next = (fits) ? now + length : now | ((refusals != null) ? REFUSED : 0);
			if (next == now || WORD.compareAndSet(this, now, next)) {
				if (!fits && refusals != null) {
					refused(now, refusals);
				}
				return (fits) ? length : 0;
			}
		}
	}

	/**
	 * Take all or nothing, up to the larger bound.
	 */
	boolean acceptAll(int length, Refusals refusals) {
		while (true) {
			long now = this.word;
			if (now < 0) {
				return false;
			}
			boolean fits = (now & COUNT) + length <= this.maxBytes;
			// What never fits is not worth a drain.
			boolean refused = !fits && length <= this.maxBytes;
			long next = (fits) ? now + length : now | ((refused) ? REFUSED : 0);
			if (next == now || WORD.compareAndSet(this, now, next)) {
				if (refused) {
					refused(now, refusals);
				}
				return fits;
			}
		}
	}

	/**
	 * Take all, whatever is pending, as the last bytes ever.
	 */
	boolean acceptLast(int length) {
		while (true) {
			long now = this.word;
			if (now < 0) {
				return false;
			}
			if (WORD.compareAndSet(this, now, (now + length) | CLOSED)) {
				return true;
			}
		}
	}

	/**
	 * Take no more.
	 */
	void close() {
		WORD.getAndUpdate(this, (now) -> now | CLOSED);
	}

	/**
	 * Give back what has become the kernel's, or never will.
	 */
	void release(int length) {
		long now = WORD.addAndGet(this, -length);
		// The fall makes it due, not the low count: what was refused for its size would,
		// at once, be refused again.
		while ((now & REFUSED) != 0 && (now & COUNT) <= this.lowBytes
				&& !WORD.compareAndSet(this, now, (now & ~REFUSED) | DRAIN_DUE)) {
			now = this.word;
		}
	}

	/**
	 * Return whether somebody was refused and there is room again, and forget it.
	 */
	boolean takeDrain() {
		while (true) {
			long now = this.word;
			if (!isDrainDue(now)) {
				return false;
			}
			if (WORD.compareAndSet(this, now, now & ~DRAIN_DUE)) {
				return true;
			}
		}
	}

	boolean isDrainDue() {
		return isDrainDue(this.word);
	}

	private boolean isDrainDue(long now) {
		return now >= 0 && (now & DRAIN_DUE) != 0 && (now & COUNT) <= this.lowBytes;
	}

	/**
	 * Return whether somebody was refused who has not been told of room yet.
	 */
	boolean isRefusing() {
		return (this.word & (REFUSED | DRAIN_DUE)) != 0;
	}

	boolean isClosed() {
		return this.word < 0;
	}

	boolean isWritable() {
		long now = this.word;
		return now >= 0 && (now & COUNT) < this.highBytes;
	}

	/**
	 * Return whether pending bytes are down at the low-water mark.
	 */
	boolean isLow() {
		return count() <= this.lowBytes;
	}

	/**
	 * Return whether more than the high-water mark is pending.
	 */
	boolean isAboveHigh() {
		return count() > this.highBytes;
	}

	long count() {
		return this.word & COUNT;
	}

	/**
	 * Is told when the first is refused, and of no other until there is room again. Any
	 * thread.
	 */
	interface Refusals {

		void refused();

	}

}
