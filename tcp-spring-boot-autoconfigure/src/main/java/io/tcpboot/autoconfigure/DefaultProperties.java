package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties that hold for every server and client that has no value of its own. Each
 * uses those that fit it.
 */
public class DefaultProperties extends ListenerProperties {

	/**
	 * Time that an attempt to connect may take, 0 to leave it to the kernel.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * Encryption.
	 */
	private final Ssl ssl = new Ssl();

	/**
	 * What happens when the connection of a client is lost, or cannot be made.
	 */
	@NestedConfigurationProperty
	private final ReconnectProperties reconnect = new ReconnectProperties();

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public ReconnectProperties getReconnect() {
		return this.reconnect;
	}

	/**
	 * What can be said of all encrypted connections.
	 */
	public static class Ssl {

		/**
		 * Time that a TLS handshake may take.
		 */
		private @Nullable Duration handshakeTimeout;

		public @Nullable Duration getHandshakeTimeout() {
			return this.handshakeTimeout;
		}

		public void setHandshakeTimeout(@Nullable Duration handshakeTimeout) {
			this.handshakeTimeout = handshakeTimeout;
		}

	}

}
