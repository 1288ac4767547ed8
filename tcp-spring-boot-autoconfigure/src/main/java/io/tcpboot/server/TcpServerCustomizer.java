package io.tcpboot.server;

import io.tcpboot.ServerOptions;

/**
 * A bean of this type changes the options of servers, after annotations and properties
 * have been applied. Several are called in the order of
 * {@link org.springframework.core.annotation.Order @Order}, on the thread that starts the
 * application.
 */
@FunctionalInterface
public interface TcpServerCustomizer {

	/**
	 * Change the options of a server.
	 * @param name name of the server
	 * @param options what annotations and properties say
	 * @throws IllegalArgumentException if a value is refused, which ends the start
	 */
	void customize(String name, ServerOptions.Builder options);

}
