package io.tcpboot.server;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.tcpboot.TcpListener;

/**
 * The servers of the application by name: to find out a port, or to write to the sockets.
 * Any thread may ask. There are none before the application context has started them;
 * once stopped they stay, until the context starts them anew.
 */
public final class TcpServers {

	private volatile Map<String, TcpListener<Object>> listeners = Map.of();

	/**
	 * Return the names of the servers.
	 * @return an unmodifiable set
	 */
	public Set<String> names() {
		return this.listeners.keySet();
	}

	/**
	 * Return a server.
	 * @param name name of the server
	 * @return its listener
	 * @throws IllegalArgumentException if there is no server of this name
	 */
	public TcpListener<?> get(String name) {
		TcpListener<Object> listener = this.listeners.get(name);
		if (listener == null) {
			throw new IllegalArgumentException("TCP server: '" + name + "' (expected: one of " + names() + ")");
		}
		return listener;
	}

	Collection<TcpListener<Object>> listeners() {
		return this.listeners.values();
	}

	void replace(Map<String, TcpListener<Object>> listeners) {
		this.listeners = Collections.unmodifiableMap(new LinkedHashMap<>(listeners));
	}

}
