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
		logger.warn("{}: {} are closed, as their handlers have not returned within {} s of the restart", kept,
				sockets(count), patience.toSeconds());
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
			logger.info("{}: the data of {} was lost in the restart, which is left to @OnReload: {}", kept, sockets,
					failure);
		}
		else {
			logger.warn(
					"{}: the data of {} was lost in the restart, so they close: {}. A record that implements "
							+ "Serializable is carried over; with a method @OnReload the sockets stay open",
					kept, sockets, failure);
		}
	}

	void ready(Collection<Kept> unclaimed, Duration grace) {
		if (this.servers + this.clients > 0) {
			logger.info("Carried over the restart: {} with {}, {}; parked for {} ms", count(this.servers, "TCP server"),
					sockets(this.sockets), count(this.clients, "TCP client"), this.parkedMillis);
		}
		unclaimed
			.forEach((kept) -> logger.info("{} is not there any more: {} wait, and close in {} s unless it is back",
					kept, sockets(kept.openSockets()), grace.toSeconds()));
		restart();
	}

	private static String sockets(long count) {
		return count(count, "socket");
	}

	private static String count(long count, String noun) {
		return count + " " + noun + ((count == 1) ? "" : "s");
	}

}
