package io.tcpboot;

import java.time.Duration;
import java.util.Objects;

import io.tcpboot.framing.Framing;

/**
 * How a socket behaves, whoever made it. Durations of zero switch the timeout off.
 */
public final class SocketOptions {

	private final Builder values;

	private SocketOptions(Builder values) {
		this.values = values;
	}

	/**
	 * Return the options that hold unless set.
	 * @return default options
	 */
	public static SocketOptions defaults() {
		return builder().build();
	}

	/**
	 * Start from the defaults.
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
	 * Return the high-water mark.
	 * @return bytes, at least 4; 64 KiB unless set
	 */
	public int highWaterMark() {
		return this.values.highWaterMark;
	}

	/**
	 * Return the low-water mark.
	 * @return bytes, below the high-water mark; half of it unless set
	 */
	public int lowWaterMark() {
		int low = this.values.lowWaterMark;
		return (low != -1) ? low : this.values.highWaterMark / 2;
	}

	/**
	 * Return the bound of {@code send}.
	 * @return bytes, not below the high-water mark; 16 MiB unless set
	 */
	public int maxPending() {
		return this.values.maxPending;
	}

	/**
	 * Return whether a socket is left unread while more than the high-water mark is
	 * pending.
	 * @return whether reading waits for the peer to take what it is sent; on unless set
	 */
	public boolean autoBackPressure() {
		return this.values.autoBackPressure;
	}

	/**
	 * Return whether a socket stays open for writing after the peer has finished.
	 * @return whether the socket then stays open until this side ends; off unless set
	 */
	public boolean allowHalfOpen() {
		return this.values.allowHalfOpen;
	}

	/**
	 * Return whether a socket closes after {@code error} was called.
	 * @return whether it closes; off unless set
	 */
	public boolean closeOnError() {
		return this.values.closeOnError;
	}

	/**
	 * Return whether a socket closes after {@code timeout} was called.
	 * @return whether it closes; off unless set
	 */
	public boolean closeOnTimeout() {
		return this.values.closeOnTimeout;
	}

	/**
	 * Return {@code TCP_NODELAY}.
	 * @return whether small segments are sent at once; on unless set
	 */
	public boolean noDelay() {
		return this.values.noDelay;
	}

	/**
	 * Return {@code SO_KEEPALIVE}.
	 * @return whether the kernel probes a silent peer; off unless set
	 */
	public boolean keepAlive() {
		return this.values.keepAlive;
	}

	/**
	 * Return {@code SO_RCVBUF}.
	 * @return bytes; 0, which is the default, leaves it to the kernel
	 */
	public int receiveBufferSize() {
		return this.values.receiveBufferSize;
	}

	/**
	 * Return {@code SO_SNDBUF}.
	 * @return bytes; 0, which is the default, leaves it to the kernel
	 */
	public int sendBufferSize() {
		return this.values.sendBufferSize;
	}

	/**
	 * Return the longest time without traffic.
	 * @return the time; zero, which is the default, for no limit
	 */
	public Duration idleTimeout() {
		return this.values.idleTimeout;
	}

	/**
	 * Return the longest time without input.
	 * @return the time; zero, which is the default, for no limit
	 */
	public Duration readTimeout() {
		return this.values.readTimeout;
	}

	/**
	 * Return the longest time that the peer may take nothing of what is pending.
	 * @return the time; zero, which is the default, for no limit
	 */
	public Duration writeTimeout() {
		return this.values.writeTimeout;
	}

	/**
	 * Return the longest silence of the peer after this side has ended.
	 * @return the time; 30 seconds unless set, zero for no limit
	 */
	public Duration closeTimeout() {
		return this.values.closeTimeout;
	}

	/**
	 * Return how long {@code close} waits for the peer to finish.
	 * @return the time; 2 seconds unless set, zero not to wait
	 */
	public Duration lingerTimeout() {
		return this.values.lingerTimeout;
	}

	/**
	 * Return how the stream of bytes is cut into frames.
	 * @return the framing; none unless set
	 */
	public Framing framing() {
		return this.values.framing;
	}

	/**
	 * Return whether what goes in and out is logged.
	 * @return whether it is logged; off unless set
	 */
	public boolean wiretap() {
		return this.values.wiretap;
	}

	/**
	 * Collects values; each is checked when it is set.
	 */
	public static final class Builder implements Cloneable {

		private int highWaterMark = 64 * 1024;

		private int lowWaterMark = -1;

		private int maxPending = 16 * 1024 * 1024;

		private boolean autoBackPressure = true;

		private boolean allowHalfOpen = false;

		private boolean closeOnError = false;

		private boolean closeOnTimeout = false;

		private boolean noDelay = true;

		private boolean keepAlive = false;

		private int receiveBufferSize = 0;

		private int sendBufferSize = 0;

		private Duration idleTimeout = Duration.ZERO;

		private Duration readTimeout = Duration.ZERO;

		private Duration writeTimeout = Duration.ZERO;

		private Duration closeTimeout = Duration.ofSeconds(30);

		private Duration lingerTimeout = Duration.ofSeconds(2);

		private Framing framing = Framing.none();

		private boolean wiretap = false;

		private Builder copy() {
			try {
				return (Builder) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/**
		 * Set how many bytes {@code write} lets wait for the peer.
		 * @param highWaterMark bytes, at least 4; 64 KiB unless set
		 * @return this builder
		 */
		public Builder highWaterMark(int highWaterMark) {
			// One character of UTF-8 must fit, or a text could never be written.
			Check.atLeast("highWaterMark", highWaterMark, 4);
			this.highWaterMark = highWaterMark;
			return this;
		}

		/**
		 * Set when {@code drain} is called after a refused write.
		 * @param lowWaterMark bytes, below the high-water mark; half of it unless set
		 * @return this builder
		 */
		public Builder lowWaterMark(int lowWaterMark) {
			Check.atLeast("lowWaterMark", lowWaterMark, 0);
			this.lowWaterMark = lowWaterMark;
			return this;
		}

		/**
		 * Set how many bytes {@code send} lets wait for the peer.
		 * @param maxPending bytes, not below the high-water mark; 16 MiB unless set
		 * @return this builder
		 */
		public Builder maxPending(int maxPending) {
			Check.atLeast("maxPending", maxPending, 1);
			this.maxPending = maxPending;
			return this;
		}

		/**
		 * Set whether a socket is left unread while more than the high-water mark is
		 * pending. Where both sides send more than the other reads, and both wait like
		 * this, only a timeout ends it: then switch it off on one of them.
		 * @param autoBackPressure whether reading waits for the peer to take what it is
		 * sent; on unless set
		 * @return this builder
		 */
		public Builder autoBackPressure(boolean autoBackPressure) {
			this.autoBackPressure = autoBackPressure;
			return this;
		}

		/**
		 * Set whether a socket stays open for writing after the peer has finished.
		 * @param allowHalfOpen whether the socket then stays open until this side ends;
		 * off unless set
		 * @return this builder
		 */
		public Builder allowHalfOpen(boolean allowHalfOpen) {
			this.allowHalfOpen = allowHalfOpen;
			return this;
		}

		/**
		 * Set whether a socket closes after {@code error} was called.
		 * @param closeOnError whether it closes; off unless set
		 * @return this builder
		 */
		public Builder closeOnError(boolean closeOnError) {
			this.closeOnError = closeOnError;
			return this;
		}

		/**
		 * Set whether a socket closes after {@code timeout} was called.
		 * @param closeOnTimeout whether it closes; off unless set
		 * @return this builder
		 */
		public Builder closeOnTimeout(boolean closeOnTimeout) {
			this.closeOnTimeout = closeOnTimeout;
			return this;
		}

		/**
		 * Set {@code TCP_NODELAY}.
		 * @param noDelay whether small segments are sent at once; on unless set
		 * @return this builder
		 */
		public Builder noDelay(boolean noDelay) {
			this.noDelay = noDelay;
			return this;
		}

		/**
		 * Set {@code SO_KEEPALIVE}.
		 * @param keepAlive whether the kernel probes a silent peer; off unless set
		 * @return this builder
		 */
		public Builder keepAlive(boolean keepAlive) {
			this.keepAlive = keepAlive;
			return this;
		}

		/**
		 * Set {@code SO_RCVBUF}.
		 * @param receiveBufferSize bytes; 0, which is the default, leaves it to the
		 * kernel
		 * @return this builder
		 */
		public Builder receiveBufferSize(int receiveBufferSize) {
			Check.atLeast("receiveBufferSize", receiveBufferSize, 0);
			this.receiveBufferSize = receiveBufferSize;
			return this;
		}

		/**
		 * Set {@code SO_SNDBUF}.
		 * @param sendBufferSize bytes; 0, which is the default, leaves it to the kernel
		 * @return this builder
		 */
		public Builder sendBufferSize(int sendBufferSize) {
			Check.atLeast("sendBufferSize", sendBufferSize, 0);
			this.sendBufferSize = sendBufferSize;
			return this;
		}

		/**
		 * Set how long a socket may be without traffic in either direction before it is
		 * closed.
		 * @param idleTimeout the time; zero, which is the default, for no limit
		 * @return this builder
		 */
		public Builder idleTimeout(Duration idleTimeout) {
			Check.notNegative("idleTimeout", idleTimeout);
			this.idleTimeout = idleTimeout;
			return this;
		}

		/**
		 * Set how long the peer may send nothing before the socket is closed. Does not
		 * run while the socket is not read.
		 * @param readTimeout the time; zero, which is the default, for no limit
		 * @return this builder
		 */
		public Builder readTimeout(Duration readTimeout) {
			Check.notNegative("readTimeout", readTimeout);
			this.readTimeout = readTimeout;
			return this;
		}

		/**
		 * Set how long the peer may take none of the pending bytes before the socket is
		 * closed.
		 * @param writeTimeout the time; zero, which is the default, for no limit
		 * @return this builder
		 */
		public Builder writeTimeout(Duration writeTimeout) {
			Check.notNegative("writeTimeout", writeTimeout);
			this.writeTimeout = writeTimeout;
			return this;
		}

		/**
		 * Set how long the peer may neither take nor send anything after this side has
		 * ended, before the connection is reset.
		 * @param closeTimeout the time; 30 seconds unless set, zero for no limit
		 * @return this builder
		 */
		public Builder closeTimeout(Duration closeTimeout) {
			Check.notNegative("closeTimeout", closeTimeout);
			this.closeTimeout = closeTimeout;
			return this;
		}

		/**
		 * Set how long {@code close} drops input after its FIN while the peer has not
		 * finished.
		 * @param lingerTimeout the time; 2 seconds unless set, zero not to wait
		 * @return this builder
		 */
		public Builder lingerTimeout(Duration lingerTimeout) {
			Check.notNegative("lingerTimeout", lingerTimeout);
			this.lingerTimeout = lingerTimeout;
			return this;
		}

		/**
		 * Set how the stream of bytes is cut into frames. {@code data} is then called
		 * with one whole frame, and each write is one.
		 * @param framing the framing; none unless set
		 * @return this builder
		 */
		public Builder framing(Framing framing) {
			this.framing = Objects.requireNonNull(framing, "framing");
			return this;
		}

		/**
		 * Set whether what goes in and out is logged: as a hex dump, inside of TLS, at
		 * debug, by the logger {@code io.tcpboot.wiretap.} with the name of the server or
		 * of the client behind it. Of each chunk it shows the beginning.
		 * <p>
		 * Secrets are shown as they are: never leave it on.
		 * @param wiretap whether it is logged; off unless set
		 * @return this builder
		 */
		public Builder wiretap(boolean wiretap) {
			this.wiretap = wiretap;
			return this;
		}

		/**
		 * Build the options.
		 * @return immutable options
		 * @throws IllegalArgumentException if values do not fit together or one is
		 * missing
		 */
		public SocketOptions build() {
			int high = this.highWaterMark;
			Check.that(this.lowWaterMark < high, "lowWaterMark", this.lowWaterMark, "< highWaterMark (" + high + ")");
			Check.that(this.maxPending >= high, "maxPending", this.maxPending, ">= highWaterMark (" + high + ")");
			boolean framed = !this.framing.isNone() && !this.framing.isCodec();
			Check.that(!framed || this.framing.maxFrame() <= this.maxPending, "framing.maxFrame",
					this.framing.maxFrame(), "<= maxPending (" + this.maxPending + ")");
			return new SocketOptions(copy());
		}

	}

}
