package io.tcpboot.client;

import io.tcpboot.ClientOptions;

/**
 * Changes the options of the application's clients, after annotations and properties. A
 * bean of this type is called for each address of each client, once, when the application
 * starts; several are called in their order.
 */
@FunctionalInterface
public interface TcpClientCustomizer {

	/**
	 * Change the options of a client.
	 * @param name name of the client
	 * @param options its options so far
	 */
	void customize(String name, ClientOptions.Builder options);

}
