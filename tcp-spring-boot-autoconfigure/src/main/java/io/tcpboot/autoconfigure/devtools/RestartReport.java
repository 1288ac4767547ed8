package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of a restart: one line for all that went well, one for each class
 * whose objects were lost. Guarded by its owner.
 */
final class RestartReport {

	private static final Logger logger = LoggerFactory.getLogger(RestartReport.class);

	// Classes that were complained of.
	private final Set<String> lost = new HashSet<>();

	private int servers;

	private int clients;

	private int sockets;

	private long parkedMillis;

	/**
	 * Begin anew.
	 */
	void restart() {
		this.lost.clear();
		this.servers = 0;
		this.clients = 0;
		this.sockets = 0;
		this.parkedMillis = 0;
	}

	void busy(Kept kept, long count, Duration patience) {
		logger.warn("{} closes {}: no handler may take more than {} s to return in a restart", kept, sockets(count),
				patience.toSeconds());
	}

	void resumed(Kept kept) {
		if (kept instanceof KeptServer) {
			this.servers++;
			this.sockets += (int) kept.openSockets();
		}
		else {
			this.clients++;
		}
		this.parkedMillis = Math.max(this.parkedMillis,
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - kept.parkedNanos()));
	}

	/**
	 * Tell of data that could not be carried over.
	 * @param handled whether the application sees to it
	 */
	void lost(Kept kept, Collection<DataFailure> failures, boolean handled) {
		Map<String, List<DataFailure>> byType = failures.stream()
			.collect(Collectors.groupingBy(DataFailure::type, TreeMap::new, Collectors.toList()));
		byType.forEach((type, same) -> {
			if (this.lost.add(type)) {
				lost(kept, sockets(same.size()), same.get(0), handled);
			}
		});
	}

	private static void lost(Kept kept, String sockets, DataFailure failure, boolean handled) {
		if (handled) {
			logger.info("{} leaves {} to @OnReload, without data, as it was lost in the restart: {}", kept, sockets,
					failure);
		}
		else {
			logger.warn("{} closes {}, as data was lost in the restart: {}. A record that implements Serializable is "
					+ "carried over; or a method @OnReload sees to it", kept, sockets, failure);
		}
	}

	void givenUp(Kept kept) {
		logger.info("{} is not there any more, and another server needs its port: it closes with {}", kept,
				sockets(kept.openSockets()));
	}

	void ready(Collection<Kept> unclaimed, Duration grace) {
		if (this.servers + this.clients > 0) {
			logger.info("Carried over the restart: {} with {}, {}; parked for {} ms", count(this.servers, "TCP server"),
					sockets(this.sockets), count(this.clients, "TCP client"), this.parkedMillis);
		}
		for (Kept kept : unclaimed) {
			logger.info("{} is not there any more: unless it is back in {} s, it closes with {}", kept,
					grace.toSeconds(), sockets(kept.openSockets()));
		}
		restart();
	}

	private static String sockets(long count) {
		return count(count, "socket");
	}

	private static String count(long count, String noun) {
		return count + " " + noun + ((count == 1) ? "" : "s");
	}

}
