package io.tcpboot.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpBindException;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.handler.Names;
import io.tcpboot.handler.SocketKeeper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;

/**
 * The servers of the application by name: to find out a port, to write to the sockets, to
 * open one more. Any thread may ask. Servers of annotated beans are there once the
 * application context has started them; when stopped they stay in the list until the
 * context starts them anew.
 */
public final class TcpServers {

	/** After the grace period: it takes that long only if an event loop is blocked. */
	private static final Duration FORCED_CLOSE = Duration.ofSeconds(2);

	private final ObjectProvider<TcpEventLoop> eventLoop;

	private final TcpServerRegistrar registrar;

	private final LocalPorts localPorts;

	private final ServerNews news;

	private final SocketKeeper keeper;

	// By canonical name. Replaced whole, by whoever holds this.
	private volatile Map<String, RunningServer> servers = Map.of();

	// Written by whoever holds this.
	private volatile boolean stopping;

	public TcpServers(ApplicationContext context, ObjectProvider<TcpEventLoop> eventLoop, TcpServerRegistrar registrar,
			SocketKeeper keeper) {
		this.eventLoop = eventLoop;
		this.registrar = registrar;
		this.localPorts = new LocalPorts(context);
		this.news = new ServerNews(context);
		this.keeper = keeper;
	}

	/**
	 * Return the names of the servers.
	 * @return an unmodifiable snapshot
	 */
	public Set<String> names() {
		Set<String> names = new LinkedHashSet<>();
		running().forEach((server) -> names.add(server.name()));
		return Collections.unmodifiableSet(names);
	}

	/**
	 * Return all servers.
	 * @return an unmodifiable snapshot
	 */
	public List<TcpListener<?>> listeners() {
		return running().<TcpListener<?>>map(RunningServer::listener).toList();
	}

	private Stream<RunningServer> running() {
		return this.servers.values().stream().filter((server) -> !server.isForgettable());
	}

	/**
	 * Return a server.
	 * @param name name of the server, in any spelling that a property may have
	 * @return its listener
	 * @throws IllegalArgumentException if there is no server of this name
	 */
	public TcpListener<?> listener(String name) {
		return server(name).listener();
	}

	private RunningServer server(String name) {
		RunningServer server = this.servers.get(Names.canonical(name));
		if (server == null) {
			throw new IllegalArgumentException("TCP server: '" + name + "' (expected: one of " + names() + ")");
		}
		return server;
	}

	/**
	 * Return the handler methods of a server.
	 * @param listener one of {@link #listeners()}
	 * @return the methods of its annotated beans; empty for a server that was opened at
	 * run time
	 */
	public List<HandlerDescription> handlers(TcpListener<?> listener) {
		// Not by the name, of which a reload may have given it another.
		return running().filter((server) -> server.annotated() == listener)
			.findFirst()
			.map((server) -> this.registrar.methods(server.name()))
			.orElse(List.of());
	}

	/**
	 * Open one more server. It stops with the application, in the same way as the others,
	 * and is not started again with it. Neither properties nor customizers apply to it.
	 * @param <D> type of the data that the application keeps with each socket
	 * @param options where and how it listens, and its name
	 * @param handlers what happens to its sockets
	 * @return the listener, bound. Once it is stopped and its sockets are closed, its
	 * name is free again
	 * @throws IllegalArgumentException if the options have no name, or that of another
	 * server
	 * @throws IllegalStateException if the application is stopping, or has stopped
	 * @throws TcpBindException if the address cannot be bound
	 */
	public <D> TcpListener<D> listen(ServerOptions options, SocketHandlers<D> handlers) {
		String name = options.name();
		if (name == null) {
			throw new IllegalArgumentException("name: null (expected: a name in ServerOptions)");
		}
		TcpListener<D> listener;
		RunningServer server;
		synchronized (this) {
			checkNew(name);
			listener = this.eventLoop.getObject().listen(options, handlers);
			server = RunningServer.atRunTime(name, listener, this.news);
			add(List.of(server));
		}
		this.news.started(server);
		return listener;
	}

	private void checkNew(String name) {
		if (this.stopping) {
			throw new IllegalStateException("TCP server '" + name + "': the application is stopping");
		}
		RunningServer other = this.servers.get(Names.canonical(name));
		if ((other != null && !other.isForgettable()) || this.registrar.isKnown(name)) {
			throw new IllegalArgumentException("name: '" + name + "' (expected: one that no other TCP server has)");
		}
	}

	/**
	 * Look at the beans of a server anew, and serve all its sockets with what they say
	 * now, open ones too.
	 * @param name name of the server, in any spelling that a property may have
	 * @throws IllegalArgumentException if there is no server of this name, or one that
	 * was opened at run time: its {@link TcpListener#reload} does it
	 * @throws io.tcpboot.handler.InvalidTcpServerException if the beans are wrong; the
	 * handlers stay as they were
	 */
	public void reload(String name) {
		RunningServer server = server(name);
		TcpListener<Object> listener = server.annotated();
		if (listener == null) {
			throw new IllegalArgumentException("TCP server: '" + name + "' (expected: one of annotated beans)");
		}
		listener.reload(this.registrar.handlers(server.name()).handlers());
		this.news.reloaded(server);
	}

	/**
	 * Bind the servers of annotated beans, all or none.
	 */
	void start() {
		ServerStart start = new ServerStart(this.eventLoop::getObject, this.keeper);
		try {
			List<RunningServer> started = bind(start);
			start.resume();
			started.forEach(this.news::started);
		}
		catch (RuntimeException | Error ex) {
			letGo(start.undo());
			// While there is a context to tell it.
			told(this.servers.values().stream().filter((server) -> server.annotated() != null), FORCED_CLOSE).join();
			throw ex;
		}
	}

	private synchronized List<RunningServer> bind(ServerStart start) {
		this.registrar.definitions().forEach(this::checkNameFree);
		List<RunningServer> started = start.bind(this.registrar.definitions())
			.entrySet()
			.stream()
			.map((server) -> RunningServer.of(server.getKey(), server.getValue(), this.news))
			.toList();
		add(started);
		this.stopping = false;
		return started;
	}

	private void checkNameFree(TcpServerDefinition server) {
		RunningServer other = this.servers.get(Names.canonical(server.name()));
		if (other != null && other.annotated() == null && !other.isForgettable()) {
			throw ServerMistakes.nameTaken(server);
		}
	}

	private void add(Collection<RunningServer> added) {
		Map<String, RunningServer> servers = new LinkedHashMap<>(this.servers);
		servers.values().removeIf(RunningServer::isForgettable);
		added.forEach((server) -> servers.put(Names.canonical(server.name()), server));
		this.servers = Collections.unmodifiableMap(servers);
		this.localPorts.show(servers.values());
	}

	/**
	 * Forget servers that were handed over: they have not stopped, and do not belong to
	 * this application any more.
	 */
	private synchronized void letGo(Collection<TcpListener<Object>> listeners) {
		Map<String, RunningServer> servers = new LinkedHashMap<>(this.servers);
		servers.values().removeIf((server) -> {
			boolean gone = server.annotated() != null && listeners.contains(server.annotated());
			if (gone) {
				server.stop().withdraw();
			}
			return gone;
		});
		this.servers = Collections.unmodifiableMap(servers);
	}

	/**
	 * Return whether the calling thread stops the application to start it anew.
	 */
	boolean isReplaced() {
		return this.keeper.isReplacing();
	}

	/**
	 * Hand over the servers of annotated beans that listen. The others remain.
	 */
	void handOver() {
		List<TcpListener<Object>> kept = new ArrayList<>();
		for (RunningServer server : stopping()) {
			TcpListener<Object> listener = server.annotated();
			if (listener != null && listener.isListening()) {
				this.keeper.keepServer(server.name(), listener);
				kept.add(listener);
			}
		}
		letGo(kept);
		this.keeper.settle();
	}

	boolean isListening() {
		return listeners().stream().anyMatch(TcpListener::isListening);
	}

	/**
	 * Return whether the servers stop with the application, or have stopped with it.
	 * @return whether nothing is accepted any more
	 */
	public boolean isStopping() {
		return this.stopping;
	}

	/**
	 * Stop in order, or at once if there is no time for it. Harmless when repeated.
	 * @return a future that completes when all have stopped, and everybody was told; or
	 * when a handler that blocks its event loop has had time enough
	 */
	CompletableFuture<Void> shutdown(Duration grace) {
		Collection<RunningServer> servers = stopping();
		for (RunningServer server : servers) {
			if (grace.isZero()) {
				server.listener().stopNow();
			}
			else {
				server.listener().shutdown(grace);
			}
		}
		return told(servers.stream(), grace.plus(FORCED_CLOSE));
	}

	private static CompletableFuture<Void> told(Stream<RunningServer> stopping, Duration patience) {
		return CompletableFuture.allOf(stopping.map((server) -> server.stop().over()).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Close what is still there, and wait for that.
	 */
	void close() {
		stopping().forEach((server) -> server.listener().close());
	}

	private synchronized Collection<RunningServer> stopping() {
		this.stopping = true;
		return this.servers.values();
	}

}
