package io.tcpboot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Properties of the encryption of a client.
 */
public class ClientSslProperties extends SslProperties {

	/**
	 * Whether to check that the certificate is that of the host.
	 */
	private @Nullable Boolean verifyHostName;

	public @Nullable Boolean getVerifyHostName() {
		return this.verifyHostName;
	}

	public void setVerifyHostName(@Nullable Boolean verifyHostName) {
		this.verifyHostName = verifyHostName;
	}

}
