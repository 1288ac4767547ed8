package io.tcpboot;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where a client connects to.
 */
public final class ClientOptions {

	private final Builder values;

	private ClientOptions(Builder values) {
		this.values = values;
	}

	/**
	 * Return options for a target, with defaults for everything else.
	 * @param host name or literal
	 * @param port 1-65535
	 * @return default options for the target
	 */
	public static ClientOptions to(String host, int port) {
		return builder().host(host).port(port).build();
	}

	/**
	 * Return options for a unix socket that has a file, with defaults for everything
	 * else.
	 * @param path the file
	 * @return default options for the path
	 */
	public static ClientOptions unix(Path path) {
		return builder().path(path).build();
	}

	/**
	 * Start from the defaults. Only host and port have none, or what stands for them: the
	 * path or the abstract name of a unix socket.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Start from these options.
	 * @return a builder that holds the same values
	 */
	public Builder toBuilder() {
		return this.values.copy();
	}

	/**
	 * Return the name of the client.
	 * @return the name; {@code null}, which is the default, stands for host and port, or
	 * path, or {@code @} and the abstract name
	 */
	public @Nullable String name() {
		return this.values.name;
	}

	/**
	 * Return the host to connect to.
	 * @return name or literal; {@code null} for a unix socket
	 */
	public @Nullable String host() {
		return this.values.host;
	}

	/**
	 * Return the port to connect to.
	 * @return 1-65535; -1 for a unix socket
	 */
	public int port() {
		return this.values.port;
	}

	/**
	 * Return the file of the unix socket to connect to.
	 * @return the path, or {@code null} if there is none
	 */
	public @Nullable Path path() {
		return this.values.path;
	}

	/**
	 * Return the abstract name of the unix socket to connect to.
	 * @return the name, without the NUL in front; or {@code null} if there is none
	 */
	public @Nullable String abstractName() {
		return this.values.abstractName;
	}

	boolean isUnix() {
		return this.values.isUnix();
	}

	/**
	 * Return how long the attempt may take.
	 * @return the time; 10 seconds unless set, zero for no limit but the kernel's
	 */
	public Duration connectTimeout() {
		return this.values.connectTimeout;
	}

	/**
	 * Return the local address to connect from.
	 * @return address and port, port 0 for any; {@code null}, which is the default,
	 * leaves it to the kernel
	 */
	public @Nullable InetSocketAddress localAddress() {
		return this.values.localAddress;
	}

	/**
	 * Return how the socket behaves.
	 * @return options of the socket
	 */
	public SocketOptions socket() {
		return this.values.socket;
	}

	/**
	 * Return what the bytes of the connection are encrypted with.
	 * @return the TLS context; {@code null}, which is the default, for plain TCP
	 */
	public @Nullable ReloadableTls tls() {
		return this.values.tls;
	}

	/**
	 * Collects values; each is checked when it is set.
	 */
	public static final class Builder implements Cloneable {

		private @Nullable String name;

		private @Nullable String host = null;

		private int port = -1;

		private @Nullable Path path = null;

		private @Nullable String abstractName = null;

		private Duration connectTimeout = Duration.ofSeconds(10);

		private @Nullable InetSocketAddress localAddress = null;

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
		 * Set the name of the client, for logs.
		 * @param name the name; host and port, or path, or {@code @} and the abstract
		 * name, unless set
		 * @return this builder
		 */
		public Builder name(String name) {
			Check.notEmpty("name", name);
			this.name = name;
			return this;
		}

		/**
		 * Set the host to connect to.
		 * @param host name or literal
		 * @return this builder
		 */
		public Builder host(String host) {
			Check.notEmpty("host", host);
			this.host = host;
			return this;
		}

		/**
		 * Set the port to connect to.
		 * @param port 1-65535
		 * @return this builder
		 */
		public Builder port(int port) {
			Check.port(port, 1);
			this.port = port;
			return this;
		}

		/**
		 * Set the file of a unix socket to connect to, instead of host and port.
		 * @param path at most 106 bytes, on macOS and BSD 102
		 * @return this builder
		 */
		public Builder path(Path path) {
			Check.socketPath(path);
			this.path = path;
			return this;
		}

		/**
		 * Set the abstract name of a unix socket to connect to, instead of host and port.
		 * Linux only, with epoll.
		 * @param abstractName 1-107 bytes, without the NUL in front
		 * @return this builder
		 */
		public Builder abstractName(String abstractName) {
			Check.abstractName(abstractName);
			this.abstractName = abstractName;
			return this;
		}

		/**
		 * Set how long the attempt may take, with looking up the name and trying every
		 * address.
		 * @param connectTimeout the time; 10 seconds unless set, zero for no limit but
		 * the kernel's
		 * @return this builder
		 */
		public Builder connectTimeout(Duration connectTimeout) {
			Check.notNegative("connectTimeout", connectTimeout);
			this.connectTimeout = connectTimeout;
			return this;
		}

		/**
		 * Set the local address to connect from.
		 * @param localAddress address and port, port 0 for any; {@code null}, which is
		 * the default, leaves it to the kernel
		 * @return this builder
		 */
		public Builder localAddress(InetSocketAddress localAddress) {
			Check.resolved("localAddress", localAddress);
			this.localAddress = localAddress;
			return this;
		}

		/**
		 * Set how the socket behaves.
		 * @param socket options of the socket
		 * @return this builder
		 */
		public Builder socket(SocketOptions socket) {
			Objects.requireNonNull(socket, "socket");
			this.socket = socket;
			return this;
		}

		/**
		 * Change how the socket behaves, from what has been set so far.
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
		 * Encrypt the connection from its first byte on. It opens only when the peer is
		 * verified.
		 * @param tls the client's side of TLS
		 * @return this builder
		 * @throws IllegalArgumentException if it is a server's side
		 */
		public Builder tls(ReloadableTls tls) {
			Check.that(!tls.isServer(), "tls", "a server's side", "a client's side");
			this.tls = tls;
			return this;
		}

		/**
		 * Like {@link #tls(ReloadableTls)}, for what will not be reloaded.
		 * @param options material and rules
		 * @return this builder
		 * @throws IllegalArgumentException if they are no complete client's side
		 */
		public Builder tls(TlsOptions options) {
			return tls(ReloadableTls.client(options));
		}

		/**
		 * Build the options.
		 * @return immutable options
		 * @throws IllegalArgumentException if values do not fit together or one is
		 * missing
		 */
		public ClientOptions build() {
			if (isUnix()) {
				Check.unix(this.path, this.abstractName, this.host, this.port, this.socket);
				Check.that(this.localAddress == null, "localAddress", String.valueOf(this.localAddress),
						"not set for a unix socket");
				Check.that(this.tls == null || !this.tls.options().verifyHostName(), "tls", "verifies the host name",
						"verifyHostName(false) for a unix socket, which has none");
			}
			else {
				Check.that(this.host != null, "host", "not set", "name or literal");
				Check.port(this.port, 1);
			}
			return new ClientOptions(copy());
		}

		private boolean isUnix() {
			return this.path != null || this.abstractName != null;
		}

	}

}
