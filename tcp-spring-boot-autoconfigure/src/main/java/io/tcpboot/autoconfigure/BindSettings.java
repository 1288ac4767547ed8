package io.tcpboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What to change for a server to listen elsewhere, in words.
 *
 * @param server name of the server, {@code null} for one that has no annotated beans
 */
record BindSettings(@Nullable String server) {

	String subject() {
		return (this.server != null) ? "The TCP server '" + this.server + "'" : "A TCP server";
	}

	String port() {
		return (this.server != null) ? property("port") + " or the attribute port of @TcpServer" : "ServerOptions.port";
	}

	String address() {
		return (this.server != null) ? property("address") + " or the attribute address of @TcpServer"
				: "ServerOptions.host";
	}

	String path() {
		return (this.server != null) ? property("path") : "ServerOptions.path";
	}

	String reclaimStale() {
		return (this.server != null) ? property("reclaim-stale") + " to true" : "ServerOptions.reclaimStale";
	}

	private String property(String key) {
		return "the property tcp.servers." + this.server + "." + key;
	}

}
