package io.tcpboot.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketKeeper;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the application: those of its beans, by name, and those that it connects
 * while it runs. Any thread may ask. The ones of beans are there when all singletons are,
 * and connect when the application context starts.
 */
public final class TcpClients {

	private final Supplier<TcpEventLoop> eventLoop;

	private final SocketKeeper keeper;

	private final ThreadDelays delays = new ThreadDelays();

	private final OrderlyClose orderlyClose;

	// Replaced as a whole.
	private volatile Map<String, ManagedClient<?>> byName = Map.of();

	// Those of beans that may connect. Replaced as a whole.
	private volatile List<BeanClient> declared = List.of();

	private final Set<ReconnectingClient<?>> connected = ConcurrentHashMap.newKeySet();

	private volatile boolean stopped;

	/**
	 * Create clients that stop with the application.
	 * @param eventLoop asked when a client connects
	 * @param gracePeriod how long a socket may take to close in order, zero for not at
	 * all
	 * @param keeper keeps the sockets of beans while the application context is replaced
	 */
	public TcpClients(Supplier<TcpEventLoop> eventLoop, Duration gracePeriod, SocketKeeper keeper) {
		this.eventLoop = eventLoop;
		this.orderlyClose = new OrderlyClose(this.delays, gracePeriod);
		this.keeper = keeper;
	}

	/**
	 * Return the names of the clients that are beans.
	 * @return an unmodifiable set
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	/**
	 * Return a client that is a bean.
	 * @param name name of the client, in any spelling that a property may have
	 * @return the client
	 * @throws IllegalArgumentException if there is no client of this name
	 */
	public ManagedClient<?> client(String name) {
		return this.byName.values()
			.stream()
			.filter((client) -> Names.same(client.name(), name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"TCP client: '" + name + "' (expected: one of " + names() + ")"));
	}

	/**
	 * Return all clients: those that are beans, and those connected at run time that have
	 * not been closed.
	 * @return a snapshot
	 */
	public Collection<ManagedClient<?>> clients() {
		List<ManagedClient<?>> clients = new ArrayList<>(this.byName.values());
		clients.addAll(this.connected);
		return clients;
	}

	/**
	 * Return the handler methods of a client.
	 * @param client one of {@link #clients()}
	 * @return the methods of its annotated beans; empty for a client that is disabled, or
	 * was connected at run time
	 */
	public List<HandlerDescription> handlers(ManagedClient<?> client) {
		return declared(client).map(BeanClient::methods).orElse(List.of());
	}

	private Optional<BeanClient> declared(ManagedClient<?> client) {
		return this.declared.stream().filter((candidate) -> candidate.client() == client).findFirst();
	}

	/**
	 * Connect, and stay connected until the client is closed or the application stops.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param target where to connect to
	 * @param handlers what happens to the sockets
	 * @return the client, which is connecting
	 * @throws IllegalStateException if the application has stopped
	 */
	public <D> ManagedClient<D> connect(ClientOptions target, SocketHandlers<D> handlers) {
		return connect(ManagedClientOptions.to(target), handlers, () -> null);
	}

	/**
	 * Connect, and stay connected until the client is closed or the application stops.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param options where to connect to, and how persistently
	 * @param handlers what happens to the sockets
	 * @param initialData called once for each attempt, so that no two connections share
	 * what it returns; {@code open} and {@code connectError} see it
	 * @return the client, which is connecting unless it is to wait for its first use
	 * @throws IllegalStateException if the application has stopped
	 */
	public <D> ManagedClient<D> connect(ManagedClientOptions options, SocketHandlers<D> handlers,
			Supplier<? extends @Nullable D> initialData) {
		Dialer<D> dialer = (target, totals) -> this.eventLoop.get()
			.connect(target, handlers, initialData.get(), totals);
		ReconnectingClient<D> client = new ReconnectingClient<>(options, dialer, this.delays, this.orderlyClose,
				this.connected::remove);
		this.connected.add(client);
		if (this.stopped) {
			client.close();
			throw new IllegalStateException("TCP client '" + client.name() + "': the application has stopped");
		}
		client.start();
		return client;
	}

	/**
	 * Look at the beans of a client anew, and go on with what they say now: on the open
	 * socket, and on all that come after it.
	 * @param name name of the client, in any spelling that a property may have
	 * @throws IllegalArgumentException if there is no client of this name, or one that is
	 * disabled
	 * @throws io.tcpboot.handler.InvalidTcpServerException if the beans are wrong; the
	 * handlers stay as they were
	 */
	public void reload(String name) {
		declared(client(name)).orElseThrow(
				() -> new IllegalArgumentException("TCP client: '" + name + "' (expected: one that is not disabled)"))
			.reload();
	}

	/**
	 * Take over the clients that are beans, before any of them connects. The sockets that
	 * were kept for them are theirs at once: servers, which start first, may use them.
	 */
	void declare(List<ClientDefinition> definitions) {
		Map<String, ManagedClient<?>> byName = new LinkedHashMap<>();
		List<BeanClient> declared = new ArrayList<>();
		for (ClientDefinition definition : definitions) {
			ManagedClientOptions options = definition.options();
			if (options == null) {
				byName.put(definition.name(), new DisabledClient<>(definition.name()));
			}
			else {
				BeanClient client = new BeanClient(definition, options, this.eventLoop, this.delays, this.orderlyClose,
						this.keeper);
				byName.put(definition.name(), client.client());
				declared.add(client);
			}
		}
		this.declared = declared;
		declared.forEach(BeanClient::take);
		this.byName = Collections.unmodifiableMap(byName);
	}

	void start() {
		this.stopped = false;
		this.declared.forEach(BeanClient::start);
	}

	/**
	 * Stop all clients, but those whose sockets are handed over: what servers still do
	 * may need them, until the servers are handed over too.
	 * @return completes when no socket is left, or the grace period is over
	 */
	CompletionStage<?> stop() {
		// Before the clients are walked through: whoever connects later sees it.
		this.stopped = true;
		List<CompletableFuture<?>> closed = new ArrayList<>();
		clientsToStop().forEach((client) -> closed.add(client.stop().toCompletableFuture()));
		this.connected.forEach((client) -> closed.add(client.stop().toCompletableFuture()));
		return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new));
	}

	private List<BeanClient> clientsToStop() {
		boolean replacing = this.keeper.isReplacing();
		return this.declared.stream().filter((client) -> !replacing || !client.handOver()).toList();
	}

	/**
	 * Stop all clients for good, and leave no socket to close in order.
	 */
	void stopNow() {
		this.stopped = true;
		if (clientsToStop().size() < this.declared.size()) {
			// The start has failed before there was anything to stop.
			this.keeper.settle();
		}
		this.declared.forEach(BeanClient::stop);
		this.connected.forEach(ReconnectingClient::stop);
		this.orderlyClose.force();
		this.delays.close();
	}

}
