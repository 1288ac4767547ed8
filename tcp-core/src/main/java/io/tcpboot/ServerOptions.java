package io.tcpboot;

import java.util.Objects;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens and whom it lets in.
 */
public final class ServerOptions {

	private final Builder values;

	private ServerOptions(Builder values) {
		this.values = values;
	}

	/**
	 * Return options for a port, with defaults for everything else.
	 * @param port 0-65535; 0 for any free one
	 * @return default options for the port
	 */
	public static ServerOptions port(int port) {
		return builder().port(port).build();
	}

	/**
	 * Start from the defaults. Only the port has none.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * What happens to connections beyond the limit.
	 */
	public enum WhenFull {

		/** They are reset as soon as they are accepted, and counted. */
		REFUSE,

		/** They wait in the backlog until another socket closes. */
		WAIT

	}

	/**
	 * Start from these options.
	 * @return a builder that holds the same values
	 */
	public Builder toBuilder() {
		return this.values.copy();
	}

	/**
	 * Return the name of the server.
	 * @return the name; {@code null}, which is the default, stands for host and port
	 */
	public @Nullable String name() {
		return this.values.name;
	}

	/**
	 * Return the host to bind.
	 * @return name or literal; {@code null}, which is the default, for every local
	 * address
	 */
	public @Nullable String host() {
		return this.values.host;
	}

	/**
	 * Return the port to bind.
	 * @return 0-65535; 0 for any free one
	 */
	public int port() {
		return this.values.port;
	}

	/**
	 * Return the backlog.
	 * @return connections; 512 unless set. The kernel may cap it
	 */
	public int backlog() {
		return this.values.backlog;
	}

	/**
	 * Return {@code SO_REUSEPORT}.
	 * @return whether the port may be shared; off unless set
	 */
	public boolean reusePort() {
		return this.values.reusePort;
	}

	/**
	 * Return whether a new socket starts paused.
	 * @return whether it starts paused; off unless set
	 */
	public boolean acceptPaused() {
		return this.values.acceptPaused;
	}

	/**
	 * Return the most sockets open at a time.
	 * @return sockets; 0, which is the default, for no limit
	 */
	public int maxConnections() {
		return this.values.maxConnections;
	}

	/**
	 * Return the most sockets of one remote address.
	 * @return sockets; 0, which is the default, for no limit
	 */
	public int maxConnectionsPerAddress() {
		return this.values.maxConnectionsPerAddress;
	}

	/**
	 * Return what happens to connections beyond the limit.
	 * @return refuse them, which is the default, or let them wait
	 */
	public WhenFull whenFull() {
		return this.values.whenFull;
	}

	/**
	 * Return how the sockets behave.
	 * @return options of each socket
	 */
	public SocketOptions socket() {
		return this.values.socket;
	}

	/**
	 * Return what the connections are encrypted with.
	 * @return the TLS context; {@code null}, which is the default, for plain TCP
	 */
	public @Nullable ReloadableTls tls() {
		return this.values.tls;
	}

	/**
	 * Collects values; each is checked when it is set.
	 */
	public static final class Builder implements Cloneable {

		private @Nullable String name = null;

		private @Nullable String host = null;

		private int port = -1;

		private int backlog = 512;

		private boolean reusePort = false;

		private boolean acceptPaused = false;

		private int maxConnections = 0;

		private int maxConnectionsPerAddress = 0;

		private WhenFull whenFull = WhenFull.REFUSE;

		private SocketOptions socket = SocketOptions.defaults();

		private @Nullable ReloadableTls tls = null;

		private Builder copy() {
			try {
				return (Builder) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Set the name of the server, for logs and listings.
		 * @param name the name; {@code null}, which is the default, stands for host and
		 * port
		 * @return this builder
		 */
		public Builder name(String name) {
			Check.notEmpty("name", name);
			this.name = name;
			return this;
		}

		/**
		 * Set the host to bind.
		 * @param host name or literal; {@code null}, which is the default, for every
		 * local address
		 * @return this builder
		 */
		public Builder host(String host) {
			Check.notEmpty("host", host);
			this.host = host;
			return this;
		}

		/**
		 * Set the port to bind.
		 * @param port 0-65535; 0 for any free one
		 * @return this builder
		 */
		public Builder port(int port) {
			Check.port(port, 0);
			this.port = port;
			return this;
		}

		/**
		 * Set how many connections may wait to be accepted.
		 * @param backlog connections; 512 unless set. The kernel may cap it
		 * @return this builder
		 */
		public Builder backlog(int backlog) {
			Check.atLeast("backlog", backlog, 1);
			this.backlog = backlog;
			return this;
		}

		/**
		 * Set {@code SO_REUSEPORT}: several listeners share the port if all of them set
		 * it.
		 * @param reusePort whether the port may be shared; off unless set
		 * @return this builder
		 */
		public Builder reusePort(boolean reusePort) {
			this.reusePort = reusePort;
			return this;
		}

		/**
		 * Set whether a new socket is not read before {@link TcpSocket#resume()}.
		 * @param acceptPaused whether it starts paused; off unless set
		 * @return this builder
		 */
		public Builder acceptPaused(boolean acceptPaused) {
			this.acceptPaused = acceptPaused;
			return this;
		}

		/**
		 * Set how many sockets may be open at a time.
		 * @param maxConnections sockets; 0, which is the default, for no limit
		 * @return this builder
		 */
		public Builder maxConnections(int maxConnections) {
			Check.atLeast("maxConnections", maxConnections, 0);
			this.maxConnections = maxConnections;
			return this;
		}

		/**
		 * Set how many sockets of one remote address may be open at a time. More are
		 * refused.
		 * @param maxConnectionsPerAddress sockets; 0, which is the default, for no limit
		 * @return this builder
		 */
		public Builder maxConnectionsPerAddress(int maxConnectionsPerAddress) {
			Check.atLeast("maxConnectionsPerAddress", maxConnectionsPerAddress, 0);
			this.maxConnectionsPerAddress = maxConnectionsPerAddress;
			return this;
		}

		/**
		 * Set what happens to connections beyond {@link #maxConnections(int)}.
		 * @param whenFull refuse them, which is the default, or let them wait
		 * @return this builder
		 */
		public Builder whenFull(WhenFull whenFull) {
			Objects.requireNonNull(whenFull, "whenFull");
			this.whenFull = whenFull;
			return this;
		}

		/**
		 * Set how the sockets behave.
		 * @param socket options of each socket
		 * @return this builder
		 */
		public Builder socket(SocketOptions socket) {
			Objects.requireNonNull(socket, "socket");
			this.socket = socket;
			return this;
		}

		/**
		 * Encrypt every connection from its first byte on. A listener that was asked for
		 * TLS never falls back to plain TCP.
		 * @param tls the server's side of TLS
		 * @return this builder
		 * @throws IllegalArgumentException if it is a client's side
		 */
		public Builder tls(ReloadableTls tls) {
			Check.that(tls.isServer(), "tls", "a client's side", "a server's side");
			this.tls = tls;
			return this;
		}

		/**
		 * Like {@link #tls(ReloadableTls)}, for what will not be reloaded.
		 * @param options material and rules
		 * @return this builder
		 * @throws IllegalArgumentException if they are no complete server's side
		 */
		public Builder tls(TlsOptions options) {
			return tls(ReloadableTls.server(options));
		}

		/**
		 * Build the options.
		 * @return immutable options
		 * @throws IllegalArgumentException if values do not fit together or one is
		 * missing
		 */
		public ServerOptions build() {
			Check.port(this.port, 0);
			return new ServerOptions(copy());
		}

	}

}
