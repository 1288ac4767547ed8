package io.tcpboot.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.UnixOperatingSystemMXBean;

/**
 * Connections that a server has beside those that are measured. Each has carried one
 * message, and then stays.
 */
final class Crowd implements AutoCloseable {

	/** For everything else that a process opens. */
	private static final int OTHER_DESCRIPTORS = 500;

	private final int connections;

	private final Map<PeerProcess, Generator.Held> held = new HashMap<>();

	Crowd(int connections) {
		this.connections = connections;
	}

	/** So many, or as many as a process may have descriptors for here. */
	static int atMost(int connections) {
		long descriptors = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
			.getMaxFileDescriptorCount();
		return (int) Math.min(connections, descriptors - OTHER_DESCRIPTORS);
	}

	static Crowd none() {
		return new Crowd(0);
	}

	/** Let the server have them, if it has not. */
	void gather(PeerProcess server, Bench bench) throws IOException, InterruptedException {
		if (this.connections == 0) {
			return;
		}
		Generator.Held there = this.held.get(server);
		if (there == null) {
			List<String> arguments = List.of("idle", "--connections", Integer.toString(this.connections));
			this.held.put(server, bench.generator().hold(server, arguments));
		}
		else {
			there.expectAlive();
		}
	}

	@Override
	public void close() throws IOException {
		for (Generator.Held connections : this.held.values()) {
			connections.close();
		}
		this.held.clear();
	}

}
