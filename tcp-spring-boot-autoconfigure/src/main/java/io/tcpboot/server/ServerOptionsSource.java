package io.tcpboot.server;

import java.time.Duration;
import java.util.Set;

import io.tcpboot.ServerOptions;

/**
 * Completes what the annotations say about servers.
 */
public interface ServerOptionsSource {

	/**
	 * Return whether a server is to be started at all.
	 * @param server name of the server
	 * @return whether it is wanted
	 */
	boolean isEnabled(String server);

	/**
	 * Return the options of a server.
	 * @param server what its annotations say
	 * @return options that bear the server's name
	 * @throws io.tcpboot.handler.InvalidTcpServerException if the annotations are not
	 * enough, or wrong
	 */
	ServerOptions options(ServerDeclaration server);

	/**
	 * Refuse settings for servers that do not exist.
	 * @param servers names of all servers
	 * @throws io.tcpboot.handler.InvalidTcpServerException if there is such a setting
	 */
	void rejectUnknown(Set<String> servers);

	/**
	 * Return how long sockets get to finish when the application stops.
	 * @return the time, zero to close them at once
	 */
	Duration gracePeriod();

}
