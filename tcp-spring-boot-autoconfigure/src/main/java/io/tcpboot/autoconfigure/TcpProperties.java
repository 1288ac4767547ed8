package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of TCP servers.
 */
@ConfigurationProperties("tcp")
public class TcpProperties {

	/**
	 * TCP servers by name.
	 */
	private final Map<String, Server> servers = new LinkedHashMap<>();

	public Map<String, Server> getServers() {
		return this.servers;
	}

	/**
	 * Properties of one server.
	 */
	public static class Server {

		/**
		 * Port to listen on, 0 for any free one.
		 */
		private @Nullable Integer port;

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

	}

}
