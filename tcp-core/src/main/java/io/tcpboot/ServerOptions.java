package io.tcpboot;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

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
	 * Return options for a unix socket that has a file, with defaults for everything
	 * else.
	 * @param path where the file will be
	 * @return default options for the path
	 */
	public static ServerOptions unix(Path path) {
		return builder().path(path).build();
	}

	/**
	 * Start from the defaults. Only the port has none, or what stands for it: the path or
	 * the abstract name of a unix socket.
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
	 * @return the name; {@code null}, which is the default, stands for host and port, or
	 * path, or {@code @} and the abstract name
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
	 * @return 0-65535; 0 for any free one; -1 for a unix socket
	 */
	public int port() {
		return this.values.port;
	}

	/**
	 * Return the file of the unix socket.
	 * @return the path, or {@code null} if there is none
	 */
	public @Nullable Path path() {
		return this.values.path;
	}

	/**
	 * Return the abstract name of the unix socket.
	 * @return the name, without the NUL in front; or {@code null} if there is none
	 */
	public @Nullable String abstractName() {
		return this.values.abstractName;
	}

	/**
	 * Return the permissions of the unix socket's file.
	 * @return the permissions; {@code null}, which is the default, leaves them to the
	 * umask
	 */
	public @Nullable Set<PosixFilePermission> permissions() {
		return this.values.permissions;
	}

	/**
	 * Return whether a socket file that nobody listens behind is deleted.
	 * @return whether it is deleted; off unless set
	 */
	public boolean reclaimStale() {
		return this.values.reclaimStale;
	}

	boolean isUnix() {
		return this.values.isUnix();
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

		private @Nullable Path path = null;

		private @Nullable String abstractName = null;

		private @Nullable Set<PosixFilePermission> permissions = null;

		private boolean reclaimStale = false;

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
		 * port, or path, or {@code @} and the abstract name
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
		 * Set the file of a unix socket, instead of host and port. Listening creates it,
		 * in a folder that is there already; every kind of stop removes it, unless
		 * somebody has put another file in its place. A JVM that ends without a stop
		 * leaves it behind: see {@link #reclaimStale(boolean)}.
		 * @param path at most 106 bytes, on macOS and BSD 102; its folder 4 bytes less
		 * @return this builder
		 */
		public Builder path(Path path) {
			Check.socketPath(path);
			Check.that(SocketFileDraft.fitsBeside(path), "path", path,
					"a folder of at most " + SocketFileDraft.MAX_FOLDER_BYTES + " bytes");
			this.path = path;
			return this;
		}

		/**
		 * Set the abstract name of a unix socket, instead of host and port: a name that
		 * Linux keeps without a file. It is free as soon as the listener has stopped or
		 * the JVM has ended, and anybody on the machine may connect. Needs epoll.
		 * @param abstractName 1-107 bytes, without the NUL in front
		 * @return this builder
		 */
		public Builder abstractName(String abstractName) {
			Check.abstractName(abstractName);
			this.abstractName = abstractName;
			return this;
		}

		/**
		 * Set the permissions of the unix socket's file. To connect takes the right to
		 * write. The file has them from its first moment on.
		 * @param permissions the permissions; left to the umask unless set
		 * @return this builder
		 */
		public Builder permissions(Set<PosixFilePermission> permissions) {
			Objects.requireNonNull(permissions, "permissions");
			Check.that(!permissions.isEmpty(), "permissions", permissions, "not empty");
			this.permissions = Collections.unmodifiableSet(EnumSet.copyOf(permissions));
			return this;
		}

		/**
		 * Set whether to delete a socket file that stands at the path and that nobody
		 * listens behind, because a JVM ended without a stop. It is tried: only if the
		 * kernel refuses the connection is the file deleted. Several processes that do so
		 * take turns with a lock on the file {@code <path>.lock}, which stays. What is no
		 * socket is never deleted.
		 * @param reclaimStale whether it is deleted; off unless set
		 * @return this builder
		 */
		public Builder reclaimStale(boolean reclaimStale) {
			this.reclaimStale = reclaimStale;
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
		 * Change how the sockets behave, from what has been set so far.
		 * @param change called at once, with a builder that holds what has been set
		 * @return this builder
		 * @throws IllegalArgumentException if the values do not fit together
		 */
		public Builder socket(Consumer<SocketOptions.Builder> change) {
			SocketOptions.Builder builder = this.socket.toBuilder();
			change.accept(builder);
			this.socket = builder.build();
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
			if (isUnix()) {
				checkUnix();
			}
			else {
				Check.port(this.port, 0);
			}
			Check.that(this.permissions == null || this.path != null, "permissions", String.valueOf(this.permissions),
					"not set without a path");
			Check.that(!this.reclaimStale || this.path != null, "reclaimStale", this.reclaimStale,
					"false without a path");
			return new ServerOptions(copy());
		}

		private boolean isUnix() {
			return this.path != null || this.abstractName != null;
		}

		private void checkUnix() {
			Check.unix(this.path, this.abstractName, this.host, this.port, this.socket);
			Check.that(!this.reusePort, "reusePort", this.reusePort, "false for a unix socket, which has no port");
			Check.that(this.maxConnectionsPerAddress == 0, "maxConnectionsPerAddress", this.maxConnectionsPerAddress,
					"0 for a unix socket, whose clients have no addresses to count");
		}

	}

}
