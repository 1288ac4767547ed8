package io.tcpboot.benchmark.peer;

/**
 * A server that listens.
 *
 * @param port where
 * @param stop ends it, with its threads
 */
public record RunningPeer(int port, Runnable stop) implements AutoCloseable {

	@Override
	public void close() {
		this.stop.run();
	}

}
