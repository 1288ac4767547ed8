package io.tcpboot.autoconfigure;

import io.tcpboot.tls.ReloadableTls;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what it was asked for, and encrypts nothing.
 */
final class RecordedTls implements TlsSource {

	private ServerSslProperties server = new ServerSslProperties();

	private ClientSslProperties client = new ClientSslProperties();

	@Override
	public @Nullable ReloadableTls server(String prefix, ServerSslProperties ssl) {
		this.server = ssl;
		return null;
	}

	@Override
	public @Nullable ReloadableTls client(String prefix, ClientSslProperties ssl) {
		this.client = ssl;
		return null;
	}

	ServerSslProperties server() {
		return this.server;
	}

	ClientSslProperties client() {
		return this.client;
	}

}
