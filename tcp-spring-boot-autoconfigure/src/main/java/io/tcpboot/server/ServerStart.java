package io.tcpboot.server;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpBindException;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.handler.SocketKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One start of the servers of annotated beans, all or none: those that were kept go on,
 * the others are opened.
 */
final class ServerStart {

	private static final Logger logger = LoggerFactory.getLogger(ServerStart.class);

	private final Supplier<TcpEventLoop> eventLoop;

	private final SocketKeeper keeper;

	private final Map<TcpServerDefinition, TcpListener<Object>> kept = new LinkedHashMap<>();

	private final Map<TcpServerDefinition, TcpListener<Object>> opened = new LinkedHashMap<>();

	ServerStart(Supplier<TcpEventLoop> eventLoop, SocketKeeper keeper) {
		this.eventLoop = eventLoop;
		this.keeper = keeper;
	}

	/**
	 * Bind all. What was kept gives the ports that it leaves free to the others.
	 * @return the listeners by the name of their server
	 */
	Map<String, TcpListener<Object>> bind(List<TcpServerDefinition> servers) {
		// A name says more than a port, so all names come first; but each application of
		// several in the JVM may have a server of that name.
		take(servers, (server) -> this.keeper.takeServer(server.name(), server.options()));
		take(servers, (server) -> this.keeper.takeServer(server.name()));
		take(servers, (server) -> this.keeper.takeServer(server.options()));
		if (!this.kept.isEmpty()) {
			// Theirs is there, but as a bean only for who asks: operators want to see it.
			this.eventLoop.get();
		}
		move();
		servers.stream().filter((server) -> !this.kept.containsKey(server)).forEach(this::open);
		Map<String, TcpListener<Object>> bound = new LinkedHashMap<>();
		this.kept.forEach((server, listener) -> bound.put(server.name(), listener));
		this.opened.forEach((server, listener) -> bound.put(server.name(), listener));
		return bound;
	}

	private void take(List<TcpServerDefinition> servers,
			Function<TcpServerDefinition, @Nullable TcpListener<Object>> source) {
		for (TcpServerDefinition server : servers) {
			if (!this.kept.containsKey(server)) {
				TcpListener<Object> listener = source.apply(server);
				if (listener != null) {
					this.kept.put(server, listener);
				}
			}
		}
	}

	/**
	 * Move what was kept to where it is to be. What was kept for nobody gives way.
	 */
	private void move() {
		Set<TcpServerDefinition> waiting = new LinkedHashSet<>(this.kept.keySet());
		move(waiting);
		waiting.forEach((server) -> this.keeper.giveUp(server.options()));
		move(waiting);
		waiting.forEach((server) -> bind(server, () -> move(listener(server), server.options())));
	}

	/**
	 * Move those that can be. One may have to wait until another has left.
	 */
	private void move(Set<TcpServerDefinition> waiting) {
		boolean moved;
		do {
			moved = waiting.removeIf(this::moves);
		}
		while (moved && !waiting.isEmpty());
	}

	private boolean moves(TcpServerDefinition server) {
		try {
			move(listener(server), server.options());
			return true;
		}
		catch (TcpBindException ex) {
			return false;
		}
	}

	private static void bind(TcpServerDefinition server, Runnable action) {
		try {
			action.run();
		}
		catch (TcpBindException ex) {
			throw new TcpServerBindException(server.name(), ex);
		}
	}

	private TcpListener<Object> listener(TcpServerDefinition server) {
		return Objects.requireNonNull(this.kept.get(server));
	}

	private static void move(TcpListener<Object> listener, ServerOptions options) {
		ServerOptions before = listener.options();
		listener.reload(options);
		if (!listener.sockets().isEmpty() && isOtherProtocol(before, options)) {
			logger.info("TCP server {}: framing or TLS have changed, which new connections get; {} open ones go on "
					+ "without", listener.name(), listener.sockets().size());
		}
	}

	private static boolean isOtherProtocol(ServerOptions before, ServerOptions after) {
		return (before.tls() == null) != (after.tls() == null)
				|| before.socket().framing().getClass() != after.socket().framing().getClass();
	}

	private void open(TcpServerDefinition server) {
		bind(server, () -> this.opened.put(server,
				this.eventLoop.get().listen(server.options(), server.handlers().handlers())));
	}

	/**
	 * Serve what was kept with the new handlers.
	 */
	void resume() {
		this.kept.forEach((server, listener) -> this.keeper.resumeServer(listener, server.handlers()));
	}

	/**
	 * Take back everything: what was opened is closed, and what was kept is handed over
	 * to the next start, if there is one.
	 * @return what was handed over
	 */
	Collection<TcpListener<Object>> undo() {
		this.opened.values().forEach(TcpListener::close);
		if (!this.keeper.isReplacing()) {
			this.kept.values().forEach(TcpListener::close);
			return List.of();
		}
		this.kept.forEach((server, listener) -> this.keeper.keepServer(server.name(), listener));
		this.keeper.settle();
		return this.kept.values();
	}

}
