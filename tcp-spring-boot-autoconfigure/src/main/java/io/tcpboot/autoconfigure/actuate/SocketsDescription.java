package io.tcpboot.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Open sockets of a server or client.
 *
 * @param name its name
 * @param time when this was looked at
 * @param total how many sockets are open
 * @param matching how many of them fit the query
 * @param offset how many of these are left out
 * @param limit how many are listed at most
 * @param sockets those that are listed
 */
record SocketsDescription(String name, Instant time, int total, int matching, int offset, int limit,
		List<SocketDescription> sockets) implements OperationResponseBody {

	static SocketsDescription of(SocketGroup group, SocketQuery query, boolean peersShown) {
		SocketPage page = query.page(group.sockets());
		List<SocketDescription> listed = page.sockets()
			.stream()
			.map((socket) -> SocketDescription.of(group, socket, peersShown))
			.toList();
		return new SocketsDescription(group.name(), Instant.now(), page.total(), page.matching(), query.offset(),
				query.limit(), listed);
	}

}
