package io.tcpboot.benchmark;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The servers that run. All share one core; those that nobody talks to sleep.
 */
final class Fleet implements AutoCloseable {

	/** The core of the servers. The generator has the other one. */
	private static final String CORE = "0";

	/** 2 % of 50 ms. */
	private static final long ASLEEP_NANOS = 1_000_000;

	private final Home home;

	private final Tools tools;

	private final Jdk jdk;

	private final Certificate certificate;

	private final Map<Contender, PeerProcess> shared = new LinkedHashMap<>();

	/** Who cannot take part is asked once. */
	private final Map<Contender, String> unavailable = new HashMap<>();

	/**
	 * Everything that was started, so that nothing outlives the run; read by the shutdown
	 * hook as well.
	 */
	private final Set<PeerProcess> started = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	Fleet(Home home, Tools tools, Jdk jdk, Certificate certificate) {
		this.home = home;
		this.tools = tools;
		this.jdk = jdk;
		this.certificate = certificate;
		Runtime.getRuntime().addShutdownHook(new Thread(this::close, "fleet-close"));
	}

	/** The server that all workloads of its mode share; started anew if it died. */
	PeerProcess shared(Contender contender) throws IOException, InterruptedException, UnavailableException {
		Contender server = contender.server();
		PeerProcess running = this.shared.get(server);
		if (running == null || !running.isAlive()) {
			running = start(server, List.of());
			this.shared.put(server, running);
		}
		return running;
	}

	/** A server of its own; the caller closes it. */
	PeerProcess start(Contender contender, List<String> jvmOptions)
			throws IOException, InterruptedException, UnavailableException {
		String why = this.unavailable.get(contender);
		if (why != null) {
			throw new UnavailableException(why);
		}
		try {
			return launch(contender, jvmOptions);
		}
		catch (UnavailableException ex) {
			this.unavailable.put(contender, ex.getMessage());
			throw ex;
		}
	}

	private PeerProcess launch(Contender contender, List<String> jvmOptions)
			throws IOException, InterruptedException, UnavailableException {
		if (this.closed) {
			throw new UnavailableException("the run is over");
		}
		File log = this.home.folder("target/logs").resolve(contender + ".log").toFile();
		PeerProcess process = PeerProcess.start(command(contender, jvmOptions), log);
		this.started.removeIf((other) -> !other.isAlive());
		this.started.add(process);
		return process;
	}

	private List<String> command(Contender contender, List<String> jvmOptions) throws UnavailableException {
		List<String> command = new ArrayList<>(List.of("taskset", "-c", CORE));
		if (contender.isJava()) {
			command.addAll(this.jdk.command(jvmOptions));
			command.addAll(List.of("-cp", this.home.classPath(contender.peer()), "io.tcpboot.benchmark.peer.Peer",
					contender.peer()));
		}
		else {
			command.addAll(this.tools.command(contender.peer()));
		}
		command.add(contender.mode());
		if (contender.mode().startsWith("tls")) {
			command.addAll(this.certificate.serverArguments());
		}
		return command;
	}

	/** Stops the shared servers that no later workload needs. */
	void keep(Collection<Contender> needed) {
		this.shared.entrySet().removeIf((entry) -> {
			boolean over = needed.stream().map(Contender::server).noneMatch(entry.getKey()::equals);
			if (over) {
				entry.getValue().close();
			}
			return over;
		});
	}

	/**
	 * Waits until all are asleep, or a second: a JVM that has just been loaded compiles
	 * for a while, and would do so in another's window.
	 */
	void settle() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			long before = cpuNanosBeside(null);
			Workloads.pause(0.05);
			if (cpuNanosBeside(null) - before < ASLEEP_NANOS) {
				return;
			}
		}
	}

	/** Processor time of all but the given one. */
	long cpuNanosBeside(@Nullable PeerProcess measured) {
		return this.started.stream().filter((other) -> other != measured).mapToLong(PeerProcess::cpuNanos).sum();
	}

	/**
	 * Called by the shutdown hook too, in the middle of a run: a server that is just
	 * starting and the generator are ended as well.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.started.forEach(PeerProcess::close);
		ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
	}

}
