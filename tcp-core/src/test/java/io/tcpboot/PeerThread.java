package io.tcpboot;

import java.io.IOException;

/**
 * A thread that plays a part of the network until a connection goes.
 */
final class PeerThread {

	private PeerThread() {
	}

	static Thread start(String name, Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One of the two has gone.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	interface Work {

		void run() throws IOException;

	}

}
