package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Which sockets are asked for, and which part of them.
 *
 * @param limit how many at most
 * @param offset how many to leave out
 * @param order what they are sorted by
 * @param remote what the peer's address begins with, empty for any
 * @param idleFor only those that have been idle for as long
 * @param minPending only those with as many pending bytes
 */
record SocketQuery(int limit, int offset, SocketOrder order, String remote, Duration idleFor, long minPending) {

	private static final int USUAL_LIMIT = 100;

	/**
	 * Read a query.
	 * @param maxSockets the largest limit
	 * @param peersShown whether the one who asks may know the peers. If not, a filter
	 * would tell what the answer does not
	 * @throws InvalidParameterException if something is wrong
	 */
	static SocketQuery of(@Nullable String limit, @Nullable String offset, @Nullable String sort,
			@Nullable String remote, @Nullable String idleFor, @Nullable String minPending, int maxSockets,
			boolean peersShown) {
		String wantedRemote = (remote != null) ? remote.trim() : "";
		if (!wantedRemote.isEmpty() && !peersShown) {
			throw InvalidParameterException.of("remote", wantedRemote, "not set, as remote addresses are not shown");
		}
		return new SocketQuery(Parameters.number("limit", limit, Math.min(USUAL_LIMIT, maxSockets), 1, maxSockets),
				Parameters.number("offset", offset, 0, 0, Integer.MAX_VALUE), Parameters.order("sort", sort),
				wantedRemote, Parameters.duration("idleFor", idleFor, Duration.ZERO),
				Parameters.size("minPending", minPending));
	}

	/**
	 * Walk through the sockets, and pick what is asked for.
	 */
	SocketPage page(Iterable<TcpSocket<?>> sockets) {
		Ranking ranking = new Ranking(this.order, (long) this.offset + this.limit);
		int total = 0;
		int matching = 0;
		for (TcpSocket<?> socket : sockets) {
			total++;
			if (matches(socket)) {
				matching++;
				ranking.add(socket);
			}
		}
		return new SocketPage(total, matching, ranking.from(this.offset));
	}

	private boolean matches(TcpSocket<?> socket) {
		return (this.minPending == 0 || socket.pendingBytes() >= this.minPending)
				&& (this.idleFor.isZero() || socket.idleFor().compareTo(this.idleFor) >= 0)
				&& (this.remote.isEmpty() || Addresses.begins(socket.remoteAddress(), this.remote));
	}

}
