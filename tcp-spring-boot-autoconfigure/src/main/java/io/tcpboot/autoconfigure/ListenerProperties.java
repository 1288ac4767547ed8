package io.tcpboot.autoconfigure;

import io.tcpboot.ServerOptions.WhenFull;
import org.jspecify.annotations.Nullable;

/**
 * Properties of servers that can have a default for all of them.
 */
public class ListenerProperties extends SocketProperties {

	/**
	 * Number of connections that may wait to be accepted.
	 */
	private @Nullable Integer backlog;

	/**
	 * Whether several servers may share the port (SO_REUSEPORT).
	 */
	private @Nullable Boolean reusePort;

	/**
	 * Number of sockets that may be open at a time, 0 for no limit.
	 */
	private @Nullable Integer maxConnections;

	/**
	 * Number of sockets of one remote address that may be open at a time, 0 for no limit.
	 */
	private @Nullable Integer maxConnectionsPerAddress;

	/**
	 * What happens to connections beyond the limit.
	 */
	private @Nullable WhenFull whenFull;

	public @Nullable Integer getBacklog() {
		return this.backlog;
	}

	public void setBacklog(@Nullable Integer backlog) {
		this.backlog = backlog;
	}

	public @Nullable Boolean getReusePort() {
		return this.reusePort;
	}

	public void setReusePort(@Nullable Boolean reusePort) {
		this.reusePort = reusePort;
	}

	public @Nullable Integer getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(@Nullable Integer maxConnections) {
		this.maxConnections = maxConnections;
	}

	public @Nullable Integer getMaxConnectionsPerAddress() {
		return this.maxConnectionsPerAddress;
	}

	public void setMaxConnectionsPerAddress(@Nullable Integer maxConnectionsPerAddress) {
		this.maxConnectionsPerAddress = maxConnectionsPerAddress;
	}

	public @Nullable WhenFull getWhenFull() {
		return this.whenFull;
	}

	public void setWhenFull(@Nullable WhenFull whenFull) {
		this.whenFull = whenFull;
	}

}
