package io.tcpboot.autoconfigure.actuate;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import io.tcpboot.TcpSocket;

/**
 * The first sockets in an order. Those that will not be among them are forgotten as they
 * come: a server may have very many, and most cost one comparison.
 */
final class Ranking {

	private static final Comparator<Ranked> LARGEST_RANK_FIRST = Comparator.comparingLong(Ranked::rank).reversed();

	// Ids are numbers that only grow. Without this, equal ones would change places on a
	// page that asks again and again.
	private static final Comparator<Ranked> ORDER = LARGEST_RANK_FIRST
		.thenComparingInt((ranked) -> ranked.id().length())
		.thenComparing(Ranked::id);

	private final SocketOrder order;

	private final long size;

	// The last of the first is on top.
	private final PriorityQueue<Ranked> first = new PriorityQueue<>(ORDER.reversed());

	/**
	 * Create a ranking.
	 * @param order what sockets are ranked by
	 * @param size how many to keep, at least 1
	 */
	Ranking(SocketOrder order, long size) {
		this.order = order;
		this.size = size;
	}

	/**
	 * Take a socket in if it is one of the first so far. Its rank is read once: it
	 * changes meanwhile.
	 */
	void add(TcpSocket<?> socket) {
		long rank = this.order.rank(socket);
		Ranked last = this.first.peek();
		if (last == null || this.first.size() < this.size) {
			this.first.add(Ranked.of(socket, rank));
		}
		else if (rank >= last.rank()) {
			replace(last, Ranked.of(socket, rank));
		}
	}

	private void replace(Ranked last, Ranked next) {
		if (ORDER.compare(next, last) < 0) {
			this.first.remove();
			this.first.add(next);
		}
	}

	/**
	 * Return the first ones in order.
	 * @param offset how many to leave out
	 */
	List<TcpSocket<?>> from(int offset) {
		return this.first.stream().sorted(ORDER).skip(offset).<TcpSocket<?>>map(Ranked::socket).toList();
	}

	/**
	 * A socket and what it had when it was looked at.
	 */
	private record Ranked(TcpSocket<?> socket, long rank, String id) {

		static Ranked of(TcpSocket<?> socket, long rank) {
			return new Ranked(socket, rank, socket.id());
		}

	}

}
