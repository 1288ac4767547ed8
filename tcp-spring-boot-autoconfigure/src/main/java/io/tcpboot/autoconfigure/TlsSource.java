package io.tcpboot.autoconfigure;

import io.tcpboot.tls.ReloadableTls;
import org.jspecify.annotations.Nullable;

/**
 * Makes TLS of properties. What is wrong with them is reported with the key.
 */
interface TlsSource {

	/**
	 * Return the TLS of a server.
	 * @param prefix key of the properties, such as {@code tcp.servers.echo.ssl}
	 * @param ssl what is set, under whatever spelling of the server's name or as a
	 * default
	 * @return the server's side, or {@code null} for plain TCP
	 */
	@Nullable ReloadableTls server(String prefix, ServerSslProperties ssl);

	/**
	 * Return the TLS of a client.
	 * @param prefix key of the properties, such as {@code tcp.clients.feed.ssl}
	 * @param ssl what is set, under whatever spelling of the client's name or as a
	 * default
	 * @return the client's side, or {@code null} for plain TCP
	 */
	@Nullable ReloadableTls client(String prefix, ClientSslProperties ssl);

}
