package io.tcpboot.benchmark.peer;

/**
 * A server that takes part: one event loop thread where that can be said, defaults
 * otherwise.
 */
public interface PeerServer {

	/**
	 * Listen on a free port of 127.0.0.1.
	 * @param task what for
	 * @return the server, ready for connections
	 * @throws UnsupportedModeException if it has nothing for the mode
	 * @throws Exception if it cannot be started
	 */
	RunningPeer start(Task task) throws Exception;

}
