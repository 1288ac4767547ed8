package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Properties of encryption that servers and clients have in common.
 */
public abstract class SslProperties {

	/**
	 * Whether to use TLS. On unless set, if there is a bundle.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Name of the SSL bundle with certificates and trust.
	 */
	private @Nullable String bundle;

	/**
	 * Time that a TLS handshake may take.
	 */
	private @Nullable Duration handshakeTimeout;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

	public @Nullable Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(@Nullable Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

}
