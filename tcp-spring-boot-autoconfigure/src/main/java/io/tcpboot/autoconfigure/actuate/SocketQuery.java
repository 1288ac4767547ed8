package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

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

	private static final Comparator<Ranked> LARGEST_RANK_FIRST = Comparator.comparingLong(Ranked::rank).reversed();

	// Ids are numbers that only grow. Without this, equal ones would change places on a
	// page that asks again and again.
	private static final Comparator<Ranked> ORDER = LARGEST_RANK_FIRST
		.thenComparingInt((ranked) -> ranked.socket().id().length())
		.thenComparing((ranked) -> ranked.socket().id());

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
	 * Find the sockets that fit, all of them, sorted. What they are sorted by is read
	 * once: it changes meanwhile.
	 */
	List<TcpSocket<?>> sorted(Collection<? extends TcpSocket<?>> sockets) {
		return sockets.stream()
			.filter(this::matches)
			.map((socket) -> new Ranked(socket, this.order.rank(socket)))
			.sorted(ORDER)
			.<TcpSocket<?>>map(Ranked::socket)
			.toList();
	}

	private boolean matches(TcpSocket<?> socket) {
		return socket.pendingBytes() >= this.minPending
				&& (this.idleFor.isZero() || socket.idleFor().compareTo(this.idleFor) >= 0)
				&& (this.remote.isEmpty() || Addresses.begins(socket.remoteAddress(), this.remote));
	}

	/**
	 * A socket and its rank.
	 */
	private record Ranked(TcpSocket<?> socket, long rank) {

	}

}
