package io.tcpboot.benchmark.peer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Runs one server in a process of its own: {@code <name> <mode> [--cert pem --key pem]}.
 * Prints {@code READY <port>} once it listens, with a second port if it is asked over
 * HTTP, and serves until it is killed; or prints {@code UNSUPPORTED <why>}.
 */
public final class Peer {

	/** Those there are, the baseline first. */
	public static final List<String> NAMES = List.of("netty-epoll", "netty-nio", "reactor-netty", "vertx",
			"spring-integration-nio", "spring-integration-net", "virtual-threads", "tcp-core", "spring-bytebuf",
			"spring-bytes");

	private Peer() {
	}

	/**
	 * Run a server.
	 * @param args name, mode, options
	 * @throws Exception if it cannot be started
	 */
	public static void main(String[] args) throws Exception {
		if (args.length < 2) {
			throw new IllegalArgumentException(
					"arguments: " + List.of(args) + " (expected: <name> <mode> [--cert pem --key pem])");
		}
		try {
			RunningPeer running = named(args[0]).start(new Task(Mode.of(args[1]), certificate(args)));
			System.out.println("READY " + running.port() + ((running.httpPort() != 0) ? " " + running.httpPort() : ""));
			Thread.currentThread().join();
		}
		catch (UnsupportedModeException ex) {
			System.out.println("UNSUPPORTED " + ex.getMessage());
			System.exit(0);
		}
		catch (Exception ex) {
			// Threads that were started already would keep the process.
			ex.printStackTrace();
			System.exit(1);
		}
	}

	/**
	 * Find a server. No class of another framework is loaded.
	 * @param name one of {@link #NAMES}; or one of ours that is only compared with
	 * itself, on a class path of its own
	 * @return the server, not started
	 * @throws IllegalArgumentException if there is none of this name
	 */
	public static PeerServer named(String name) {
		return switch (name) {
			case "netty-epoll" -> NettyServer.epoll();
			case "netty-nio" -> NettyServer.nio();
			case "reactor-netty" -> new ReactorNettyServer();
			case "vertx" -> new VertxServer();
			case "spring-integration-nio" -> new SpringIntegrationServer(true);
			case "spring-integration-net" -> new SpringIntegrationServer(false);
			case "virtual-threads" -> new VirtualThreadServer();
			case "tcp-core", "tcp-core-uncounted" -> new CoreServer();
			case "spring-bytebuf" -> SpringServer.plain(ByteBufBeans::forMode);
			case "spring-bytes" -> SpringServer.plain(BytesBeans::forMode);
			case "spring-operated" -> SpringServer.operated(ByteBufBeans::forMode);
			case "spring-timed" ->
				SpringServer.operated(ByteBufBeans::forMode).with("tcp.metrics.handler-timing", true);
			default -> throw new IllegalArgumentException("peer: '" + name + "' (expected: one of " + NAMES + ")");
		};
	}

	private static @Nullable Certificate certificate(String[] args) {
		Map<String, String> options = new HashMap<>();
		for (int i = 2; i + 1 < args.length; i += 2) {
			options.put(args[i], args[i + 1]);
		}
		String chain = options.get("--cert");
		String key = options.get("--key");
		return (chain != null && key != null) ? new Certificate(Path.of(chain), Path.of(key)) : null;
	}

}
