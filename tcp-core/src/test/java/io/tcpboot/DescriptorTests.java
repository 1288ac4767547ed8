package io.tcpboot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;

import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import io.tcpboot.transport.Transport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * A server, in a JVM of its own, whose file descriptors run out and come back.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no ulimit")
class DescriptorTests {

	private static final int DESCRIPTORS = 150;

	private static ChildJvm child;

	private static int port;

	@AutoClose
	private final Peers peers = new Peers();

	@BeforeAll
	static void start() throws Exception {
		child = ChildJvm.builder().descriptors(DESCRIPTORS).run(Server.class);
		port = Integer.parseInt(child.await("port "));
	}

	@AfterAll
	static void end() {
		child.close();
	}

	private Status status() {
		long acceptFailures = Long.parseLong(child.ask("status", "status "));
		return new Status(acceptFailures, child.cpuTime().toMillis(), System.nanoTime() / 1_000_000);
	}

	private void exhaust() throws Exception {
		// Descriptors of an earlier test that return too late would be free ones.
		Events.until(() -> child.ask("open", "open ").equals("0"));
		long before = status().acceptFailures();
		this.peers.connect(port, DESCRIPTORS);
		awaitFailures(before + 1);
	}

	/**
	 * Ask seldom, so that asking costs no time worth measuring.
	 */
	private Status awaitFailures(long failures) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(100))
			.until(this::status, (status) -> status.acceptFailures() >= failures);
	}

	@Test
	@DisplayName("B95 without descriptors accepting backs off, warns once, and goes on when they return")
	void whenDescriptorsRunOutAcceptingBacksOff() throws Exception {
		assumeFalse(TestLoop.LOOP.transport().kind() == Transport.Kind.IO_URING,
				"Netty's io_uring goes on accepting though it is told not to");
		exhaust();
		Status before = status();
		Status after = awaitFailures(before.acceptFailures() + 4);
		long elapsedMillis = after.millis() - before.millis();
		// Two tries more for the ends of the stretch.
		assertThat(after.acceptFailures() - before.acceptFailures()).isLessThanOrEqualTo(elapsedMillis / 100 + 2);
		assertThat(after.cpuMillis() - before.cpuMillis()).isLessThan(elapsedMillis / 2);
		assertThat(child.lines()).filteredOn((line) -> line.contains("cannot accept")).hasSize(1);
	}

	@Test
	@DisplayName("B95 open sockets go on without descriptors, and new ones come in when they return")
	void whenDescriptorsReturnAcceptingGoesOn() throws Exception {
		exhaust();
		assertThat(this.peers.get(0).send("still").readText(5)).isEqualTo("still");
		this.peers.close();
		try (Peer peer = Peer.connect(port)) {
			assertThat(peer.send("again").readText(5)).isEqualTo("again");
		}
	}

	@Test
	@DisplayName("B18 without descriptors a connect fails for a local limit")
	void whenDescriptorsRunOutConnectSaysSo() throws Exception {
		exhaust();
		try (ClosedPort closed = new ClosedPort()) {
			assertThat(child.ask("connect " + closed.port(), "connect ")).isEqualTo("LOCAL_LIMIT");
			this.peers.close();
			Events.until(() -> child.ask("connect " + closed.port(), "connect ").equals("REFUSED"));
		}
	}

	@Test
	@DisplayName("B4 without descriptors a listen fails for a local limit")
	void whenDescriptorsRunOutListenSaysSo() throws Exception {
		exhaust();
		assertThat(child.ask("listen 0", "listen ")).isEqualTo("LOCAL_LIMIT");
		this.peers.close();
		Events.until(() -> child.ask("listen 0", "listen ").equals("bound"));
	}

	record Status(long acceptFailures, long cpuMillis, long millis) {
	}

	/**
	 * Echoes, and does what it is told, line by line. What it will need without
	 * descriptors it does once before, as classes are loaded from files.
	 */
	static final class Server {

		private final TcpListener<String> listener = listenOn(0);

		private Server() {
		}

		public static void main(String[] args) throws IOException {
			Server server = new Server();
			server.rehearse();
			System.out.println("port " + server.listener.port());
			BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
			for (String line = in.readLine(); line != null; line = in.readLine()) {
				System.out.println(server.answer(line));
			}
			System.exit(0);
		}

		private void rehearse() throws IOException {
			answer("status");
			answer("listen 0");
			answer("connect " + this.listener.port());
			try (ClosedPort closed = new ClosedPort()) {
				answer("listen " + closed.port());
				answer("connect " + closed.port());
			}
			try (Peer peer = Peer.connect(this.listener.port())) {
				peer.send("x").read(1);
			}
		}

		private String answer(String line) {
			String[] words = line.split(" ");
			return words[0] + " " + switch (words[0]) {
				case "connect" -> connect(Integer.parseInt(words[1]));
				case "listen" -> listen(Integer.parseInt(words[1]));
				case "open" -> this.listener.sockets().size();
				default -> this.listener.acceptFailures();
			};
		}

		private static String connect(int port) {
			return Stages.get(TestLoop.LOOP
				.connect(ClientOptions.to("127.0.0.1", port), SocketHandlers.<String>builder().discardData().build())
				.handle((socket, failure) -> {
					if (socket != null) {
						socket.terminate();
					}
					return (failure instanceof TcpConnectException ex) ? ex.kind().name() : "connected";
				}));
		}

		// By number, as to look up a name would take a descriptor.
		private static TcpListener<String> listenOn(int port) {
			return TestLoop.LOOP.listen(ServerOptions.builder().host("127.0.0.1").port(port).build(),
					SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build());
		}

		private static String listen(int port) {
			try (TcpListener<String> listener = listenOn(port)) {
				return (listener.isListening()) ? "bound" : "closed";
			}
			catch (TcpBindException ex) {
				return ex.kind().name();
			}
		}

	}

}
