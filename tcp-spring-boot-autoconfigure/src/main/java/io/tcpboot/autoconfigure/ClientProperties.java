package io.tcpboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of one client, {@code tcp.clients.<name>}.
 */
@ConfigurationPropertiesSource
public class ClientProperties extends SocketProperties {

	/**
	 * Whether the client may connect.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Host to connect to.
	 */
	private @Nullable String host;

	/**
	 * Port to connect to.
	 */
	private @Nullable Integer port;

	/**
	 * Comma-separated list of addresses to connect to, as host:port, tried in turn.
	 */
	private @Nullable List<String> addresses;

	/**
	 * File of the unix socket to connect to, instead of host and port.
	 */
	private @Nullable Path path;

	/**
	 * Time that an attempt to connect may take, 0 to leave it to the kernel.
	 */
	private @Nullable Duration connectTimeout;

	/**
	 * Encryption.
	 */
	@NestedConfigurationProperty
	private final ClientSslProperties ssl = new ClientSslProperties();

	/**
	 * What happens when the connection is lost, or cannot be made.
	 */
	@NestedConfigurationProperty
	private final ReconnectProperties reconnect = new ReconnectProperties();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getHost() {
		return this.host;
	}

	public void setHost(@Nullable String host) {
		this.host = host;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable List<String> getAddresses() {
		return this.addresses;
	}

	public void setAddresses(@Nullable List<String> addresses) {
		this.addresses = addresses;
	}

	public @Nullable Path getPath() {
		return this.path;
	}

	public void setPath(@Nullable Path path) {
		this.path = path;
	}

	public @Nullable Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(@Nullable Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public ClientSslProperties getSsl() {
		return this.ssl;
	}

	public ReconnectProperties getReconnect() {
		return this.reconnect;
	}

}
