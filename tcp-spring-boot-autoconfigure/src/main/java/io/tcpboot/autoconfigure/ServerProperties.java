package io.tcpboot.autoconfigure;

import java.net.InetAddress;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of one server, {@code tcp.servers.<name>}.
 */
@ConfigurationPropertiesSource
public class ServerProperties extends ListenerProperties {

	/**
	 * Whether to start the server.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Port to listen on, 0 for any free one.
	 */
	private @Nullable Integer port;

	/**
	 * Network address to listen on. Every local one unless set.
	 */
	private @Nullable InetAddress address;

	/**
	 * File of the unix socket to listen on, instead of a port.
	 */
	private @Nullable Path path;

	/**
	 * Permissions of the unix socket's file, such as rw-rw----. Left to the umask unless
	 * set.
	 */
	private @Nullable String permissions;

	/**
	 * Whether to delete the file of a unix socket that nobody listens behind any more.
	 */
	private @Nullable Boolean reclaimStale;

	/**
	 * Encryption.
	 */
	@NestedConfigurationProperty
	private final ServerSslProperties ssl = new ServerSslProperties();

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public @Nullable Path getPath() {
		return this.path;
	}

	public void setPath(@Nullable Path path) {
		this.path = path;
	}

	public @Nullable String getPermissions() {
		return this.permissions;
	}

	public void setPermissions(@Nullable String permissions) {
		this.permissions = permissions;
	}

	public @Nullable Boolean getReclaimStale() {
		return this.reclaimStale;
	}

	public void setReclaimStale(@Nullable Boolean reclaimStale) {
		this.reclaimStale = reclaimStale;
	}

	public ServerSslProperties getSsl() {
		return this.ssl;
	}

}
