package io.tcpboot.benchmark.peer;

/**
 * A server that listens.
 *
 * @param port where
 * @param httpPort where it is asked over HTTP, 0 for nowhere
 * @param stop ends it, with its threads
 */
public record RunningPeer(int port, int httpPort, Runnable stop) implements AutoCloseable {

	RunningPeer(int port, Runnable stop) {
		this(port, 0, stop);
	}

	@Override
	public void close() {
		this.stop.run();
	}

}
