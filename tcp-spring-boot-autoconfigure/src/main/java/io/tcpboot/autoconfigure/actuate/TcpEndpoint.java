package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.TcpClients;
import io.tcpboot.server.TcpServers;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Servers, clients and their open sockets. All of it is a snapshot: no event loop is
 * asked, and none waits. Whoever asks over the web is looked at by
 * {@link TcpEndpointWebExtension}; here nobody is known.
 */
@Endpoint(id = "tcp", defaultAccess = Access.READ_ONLY)
class TcpEndpoint {

	private static final Duration LONGEST_WIRETAP = Duration.ofHours(1);

	private final List<TcpServers> servers;

	private final List<TcpClients> clients;

	private final LiveEventLoop eventLoop;

	private final Operator operator;

	private final int maxSockets;

	private final Peers peers;

	/**
	 * Create an endpoint.
	 * @param servers the servers of an application context, and those of its parents
	 * @param clients the clients of these
	 * @param eventLoop what they all run on
	 * @param operator acts on sockets
	 * @param maxSockets how many sockets are listed at most
	 * @param peers knows who may see who the peers are
	 */
	TcpEndpoint(List<TcpServers> servers, List<TcpClients> clients, LiveEventLoop eventLoop, Operator operator,
			int maxSockets, Peers peers) {
		this.servers = servers;
		this.clients = clients;
		this.eventLoop = eventLoop;
		this.operator = operator;
		this.maxSockets = maxSockets;
		this.peers = peers;
	}

	@ReadOperation
	public TcpDescription tcp() {
		Optional<TcpEventLoop> loop = this.eventLoop.find();
		Transport.Kind transport = loop.map((found) -> found.transport().kind()).orElse(null);
		return new TcpDescription(Instant.now(), loop.map(EventLoopDescription::of).orElse(null), servers(transport),
				clients(transport));
	}

	private List<ServerDescription> servers(Transport.@Nullable Kind transport) {
		List<ServerDescription> descriptions = new ArrayList<>();
		for (TcpServers servers : this.servers) {
			servers.listeners()
				.forEach((listener) -> descriptions
					.add(ServerDescription.of(listener, transport, servers.handlers(listener))));
		}
		return descriptions;
	}

	private List<ClientDescription> clients(Transport.@Nullable Kind transport) {
		List<ClientDescription> descriptions = new ArrayList<>();
		for (TcpClients clients : this.clients) {
			clients.clients()
				.forEach((client) -> descriptions
					.add(ClientDescription.of(client, transport, clients.handlers(client))));
		}
		return descriptions;
	}

	@ReadOperation
	public @Nullable SocketsDescription sockets(@Selector String name, @Nullable String limit, @Nullable String offset,
			@Nullable String sort, @Nullable String remote, @Nullable String idleFor, @Nullable String minPending) {
		return sockets(SecurityContext.NONE, name, limit, offset, sort, remote, idleFor, minPending);
	}

	@Nullable SocketsDescription sockets(SecurityContext security, String name, @Nullable String limit, @Nullable String offset,
			@Nullable String sort, @Nullable String remote, @Nullable String idleFor, @Nullable String minPending) {
		boolean shown = this.peers.areShown(security);
		SocketQuery query = SocketQuery.of(limit, offset, sort, remote, idleFor, minPending, this.maxSockets, shown);
		return group(name).map((group) -> SocketsDescription.of(group, query, shown)).orElse(null);
	}

	@ReadOperation
	public @Nullable SocketDescription socket(@Selector String name, @Selector String id) {
		return socket(SecurityContext.NONE, name, id);
	}

	@Nullable SocketDescription socket(SecurityContext security, String name, String id) {
		boolean shown = this.peers.areShown(security);
		return with(name, id, (group, socket) -> SocketDescription.of(group, socket, shown));
	}

	@DeleteOperation
	public @Nullable SocketDescription close(@Selector String name, @Selector String id) {
		return close(SecurityContext.NONE, name, id);
	}

	/**
	 * Close a socket in order.
	 * @return what it is then, or {@code null} if there is none
	 */
	@Nullable SocketDescription close(SecurityContext security, String name, String id) {
		boolean shown = this.peers.areShown(security);
		return with(name, id, (group, socket) -> {
			this.operator.close(security, group, socket);
			return SocketDescription.of(group, socket, shown);
		});
	}

	@WriteOperation
	public @Nullable WiretapDescription wiretap(@Selector String name, @Selector String id, @Nullable String duration) {
		return wiretap(SecurityContext.NONE, name, id, duration);
	}

	/**
	 * Log what a socket carries for a while; zero ends it.
	 * @return where, or {@code null} if there is none
	 */
	@Nullable WiretapDescription wiretap(SecurityContext security, String name, String id, @Nullable String duration) {
		Duration wanted = duration(duration);
		return with(name, id, (group, socket) -> this.operator.wiretap(security, group, socket, wanted));
	}

	private static Duration duration(@Nullable String text) {
		if (text == null || text.isBlank()) {
			throw InvalidParameterException.of("duration", "none", "a duration such as 30s, 0s to end it");
		}
		Duration duration = Parameters.duration("duration", text, Duration.ZERO);
		if (duration.compareTo(LONGEST_WIRETAP) > 0) {
			throw InvalidParameterException.of("duration", text, "at most 1h");
		}
		return duration;
	}

	private <T> @Nullable T with(String name, String id, BiFunction<SocketGroup, TcpSocket<?>, T> deed) {
		return group(name).flatMap((group) -> group.socket(id).map((socket) -> deed.apply(group, socket))).orElse(null);
	}

	private Optional<SocketGroup> group(String name) {
		List<TcpListener<?>> listeners = new ArrayList<>();
		this.servers.forEach((servers) -> listeners.addAll(servers.listeners()));
		List<ManagedClient<?>> clients = new ArrayList<>();
		this.clients.forEach((known) -> clients.addAll(known.clients()));
		return SocketGroup.find(listeners, clients, name);
	}

}
