package io.tcpboot.client;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Completes what the annotations say about clients.
 */
public interface ClientOptionsSource {

	/**
	 * Return the options of a client.
	 * @param client what its annotations say
	 * @return options that bear the client's name, or {@code null} if it is disabled
	 * @throws io.tcpboot.handler.InvalidTcpServerException if the annotations are not
	 * enough, or wrong
	 */
	@Nullable ManagedClientOptions options(ClientDeclaration client);

	/**
	 * Refuse settings for clients that do not exist.
	 * @param clients names of all clients
	 * @throws io.tcpboot.handler.InvalidTcpServerException if there is such a setting
	 */
	void rejectUnknown(Set<String> clients);

	/**
	 * Return how long sockets may take to close in order when the application stops.
	 * @return the time, zero for not at all
	 */
	Duration gracePeriod();

}
