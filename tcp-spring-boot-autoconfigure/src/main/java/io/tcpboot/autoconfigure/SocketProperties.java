package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties that servers and clients have in common. What is not set is {@code null}:
 * then the next source is asked.
 */
public class SocketProperties {

	/**
	 * Time that a socket may be without traffic in either direction before it is closed,
	 * 0 for no limit.
	 */
	private @Nullable Duration idleTimeout;

	/**
	 * Time that the peer may send nothing before a socket is closed, 0 for no limit.
	 */
	private @Nullable Duration readTimeout;

	/**
	 * Time that the peer may take none of the pending bytes before a socket is closed, 0
	 * for no limit.
	 */
	private @Nullable Duration writeTimeout;

	/**
	 * Time that a peer may stay silent after this side has ended, before the connection
	 * is reset, 0 for no limit.
	 */
	private @Nullable Duration closeTimeout;

	/**
	 * Time that a closed socket goes on dropping what the peer sends, 0 for none.
	 */
	private @Nullable Duration lingerTimeout;

	/**
	 * Whether a socket stays open for writing after the peer has finished.
	 */
	private @Nullable Boolean allowHalfOpen;

	/**
	 * Whether a socket is closed after its error handler was called.
	 */
	private @Nullable Boolean closeOnError;

	/**
	 * Whether a socket is closed after its timeout handler was called.
	 */
	private @Nullable Boolean closeOnTimeout;

	/**
	 * Whether small segments are sent at once (TCP_NODELAY).
	 */
	private @Nullable Boolean tcpNoDelay;

	/**
	 * Whether the kernel probes a silent peer (SO_KEEPALIVE).
	 */
	private @Nullable Boolean keepAlive;

	/**
	 * Whether a socket is not read while the peer does not take what it is sent.
	 */
	private @Nullable Boolean autoBackPressure;

	/**
	 * Size of the kernel's receive buffer (SO_RCVBUF), 0 to leave it to the kernel.
	 */
	private @Nullable DataSize receiveBufferSize;

	/**
	 * Size of the kernel's send buffer (SO_SNDBUF), 0 to leave it to the kernel.
	 */
	private @Nullable DataSize sendBufferSize;

	/**
	 * Whether what goes in and out is logged as a hex dump, by the logger
	 * io.tcpboot.wiretap.<name> at debug.
	 */
	private @Nullable Boolean wiretap;

	/**
	 * Bytes that wait for the peer.
	 */
	private final WriteBuffer writeBuffer = new WriteBuffer();

	/**
	 * How messages are cut out of the stream of bytes.
	 */
	@NestedConfigurationProperty
	private final FramingProperties framing = new FramingProperties();

	public @Nullable Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(@Nullable Duration idleTimeout) {
		this.idleTimeout = idleTimeout;
	}

	public @Nullable Duration getReadTimeout() {
		return this.readTimeout;
	}

	public void setReadTimeout(@Nullable Duration readTimeout) {
		this.readTimeout = readTimeout;
	}

	public @Nullable Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	public void setWriteTimeout(@Nullable Duration writeTimeout) {
		this.writeTimeout = writeTimeout;
	}

	public @Nullable Duration getCloseTimeout() {
		return this.closeTimeout;
	}

	public void setCloseTimeout(@Nullable Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
	}

	public @Nullable Duration getLingerTimeout() {
		return this.lingerTimeout;
	}

	public void setLingerTimeout(@Nullable Duration lingerTimeout) {
		this.lingerTimeout = lingerTimeout;
	}

	public @Nullable Boolean getAllowHalfOpen() {
		return this.allowHalfOpen;
	}

	public void setAllowHalfOpen(@Nullable Boolean allowHalfOpen) {
		this.allowHalfOpen = allowHalfOpen;
	}

	public @Nullable Boolean getCloseOnError() {
		return this.closeOnError;
	}

	public void setCloseOnError(@Nullable Boolean closeOnError) {
		this.closeOnError = closeOnError;
	}

	public @Nullable Boolean getCloseOnTimeout() {
		return this.closeOnTimeout;
	}

	public void setCloseOnTimeout(@Nullable Boolean closeOnTimeout) {
		this.closeOnTimeout = closeOnTimeout;
	}

	public @Nullable Boolean getTcpNoDelay() {
		return this.tcpNoDelay;
	}

	public void setTcpNoDelay(@Nullable Boolean tcpNoDelay) {
		this.tcpNoDelay = tcpNoDelay;
	}

	public @Nullable Boolean getKeepAlive() {
		return this.keepAlive;
	}

	public void setKeepAlive(@Nullable Boolean keepAlive) {
		this.keepAlive = keepAlive;
	}

	public @Nullable Boolean getAutoBackPressure() {
		return this.autoBackPressure;
	}

	public void setAutoBackPressure(@Nullable Boolean autoBackPressure) {
		this.autoBackPressure = autoBackPressure;
	}

	public @Nullable DataSize getReceiveBufferSize() {
		return this.receiveBufferSize;
	}

	public void setReceiveBufferSize(@Nullable DataSize receiveBufferSize) {
		this.receiveBufferSize = receiveBufferSize;
	}

	public @Nullable DataSize getSendBufferSize() {
		return this.sendBufferSize;
	}

	public void setSendBufferSize(@Nullable DataSize sendBufferSize) {
		this.sendBufferSize = sendBufferSize;
	}

	public @Nullable Boolean getWiretap() {
		return this.wiretap;
	}

	public void setWiretap(@Nullable Boolean wiretap) {
		this.wiretap = wiretap;
	}

	public WriteBuffer getWriteBuffer() {
		return this.writeBuffer;
	}

	public FramingProperties getFraming() {
		return this.framing;
	}

	/**
	 * Bounds of the bytes that wait for the peer.
	 */
	public static class WriteBuffer {

		/**
		 * Number of bytes that a write lets wait for the peer.
		 */
		private @Nullable DataSize highWaterMark;

		/**
		 * Number of waiting bytes below which a socket that refused a write is told to go
		 * on. Half of the high-water mark unless set.
		 */
		private @Nullable DataSize lowWaterMark;

		/**
		 * Number of bytes that may wait for the peer at all.
		 */
		private @Nullable DataSize maxPending;

		public @Nullable DataSize getHighWaterMark() {
			return this.highWaterMark;
		}

		public void setHighWaterMark(@Nullable DataSize highWaterMark) {
			this.highWaterMark = highWaterMark;
		}

		public @Nullable DataSize getLowWaterMark() {
			return this.lowWaterMark;
		}

		public void setLowWaterMark(@Nullable DataSize lowWaterMark) {
			this.lowWaterMark = lowWaterMark;
		}

		public @Nullable DataSize getMaxPending() {
			return this.maxPending;
		}

		public void setMaxPending(@Nullable DataSize maxPending) {
			this.maxPending = maxPending;
		}

	}

}
