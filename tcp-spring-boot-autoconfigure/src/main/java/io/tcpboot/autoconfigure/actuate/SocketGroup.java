package io.tcpboot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.handler.Names;

/**
 * The open sockets that go by one name: those of a server, of a client, or of both where
 * both are called the same.
 *
 * @param name the name
 * @param servers sockets that were accepted
 * @param clients sockets that were connected
 */
record SocketGroup(String name, Collection<TcpSocket<?>> servers, Collection<TcpSocket<?>> clients) {

	/**
	 * Find the sockets of a server or client.
	 * @param name its name, or else any spelling of it that a property may have
	 * @return the sockets, empty if nothing is called like this
	 */
	static Optional<SocketGroup> find(List<TcpListener<?>> servers, List<ManagedClient<?>> clients, String name) {
		// Addresses are names too: those of two clients may differ in their dots only.
		return find(servers, clients, name::equals)
			.or(() -> find(servers, clients, (candidate) -> Names.same(candidate, name)));
	}

	private static Optional<SocketGroup> find(List<TcpListener<?>> servers, List<ManagedClient<?>> clients,
			Predicate<String> isWanted) {
		List<TcpListener<?>> listeners = servers.stream().filter((server) -> isWanted.test(server.name())).toList();
		List<ManagedClient<?>> managed = clients.stream().filter((client) -> isWanted.test(client.name())).toList();
		return Stream.concat(listeners.stream().map(TcpListener::name), managed.stream().map(ManagedClient::name))
			.findFirst()
			.map((found) -> new SocketGroup(found, accepted(listeners), connected(managed)));
	}

	private static Collection<TcpSocket<?>> accepted(List<TcpListener<?>> listeners) {
		if (listeners.size() == 1) {
			// Not copied: there may be very many.
			return Collections.unmodifiableCollection(listeners.get(0).sockets());
		}
		List<TcpSocket<?>> sockets = new ArrayList<>();
		listeners.forEach((listener) -> sockets.addAll(listener.sockets()));
		return sockets;
	}

	private static Collection<TcpSocket<?>> connected(List<ManagedClient<?>> clients) {
		return clients.stream().<TcpSocket<?>>map(ManagedClient::peek).filter(Objects::nonNull).toList();
	}

	Collection<TcpSocket<?>> sockets() {
		if (this.servers.isEmpty() || this.clients.isEmpty()) {
			return (this.clients.isEmpty()) ? this.servers : this.clients;
		}
		return Stream.concat(this.servers.stream(), this.clients.stream()).toList();
	}

	Optional<TcpSocket<?>> socket(String id) {
		return sockets().stream().filter((socket) -> socket.id().equals(id)).findFirst();
	}

	boolean isClient(TcpSocket<?> socket) {
		return this.clients.contains(socket);
	}

}
