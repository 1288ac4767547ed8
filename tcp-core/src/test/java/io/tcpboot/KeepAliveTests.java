package io.tcpboot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.util.List;

import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps the JVM alive: a listener while it listens, unless it is told not to.
 */
class KeepAliveTests {

	@Test
	void whenListenerStopsTheJvmEnds() throws Exception {
		assertEndsOnOrder("stop");
	}

	@Test
	void whenListenerIsReferencedAgainTheJvmEndsWithTheSecondUnref() throws Exception {
		assertEndsOnOrder("unref", "unref", "ref");
	}

	private static void assertEndsOnOrder(String order, String... before) throws Exception {
		try (ChildJvm child = ChildJvm.builder().run(Server.class, before)) {
			int port = Integer.parseInt(child.await("port "));
			child.await("main is over");
			for (int i = 0; i < 20; i++) {
				try (Peer peer = Peer.connect(port)) {
					assertThat(peer.send("alive").readText(5)).isEqualTo("alive");
				}
			}
			child.tell(order);
			assertThat(child.awaitEnd()).containsExactly("port " + port, "main is over", order, "end");
		}
	}

	@Test
	void whenOnlyClientsAreLeftTheJvmEnds() throws Exception {
		try (ServerSocket server = Peer.listen();
				ChildJvm child = ChildJvm.builder().run(Client.class, String.valueOf(server.getLocalPort()));
				Peer peer = Peer.accept(server)) {
			assertThat(child.awaitEnd()).containsExactly("connected", "end");
			peer.readsReset();
		}
	}

	/**
	 * Listens, and leaves main. Then only the listener can keep it alive.
	 */
	static final class Server {

		private Server() {
		}

		public static void main(String[] args) {
			TcpListener<String> listener = TestLoop
				.listen(SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build());
			System.out.println("port " + listener.port());
			List.of(args).forEach((order) -> obey(listener, order));
			Thread main = Thread.currentThread();
			tellTheEnd();
			Thread thread = new Thread(() -> obeyOrders(main, listener), "orders");
			thread.setDaemon(true);
			thread.start();
		}

		private static void obeyOrders(Thread main, TcpListener<?> listener) {
			try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in))) {
				main.join();
				System.out.println("main is over");
				for (String order = in.readLine(); order != null; order = in.readLine()) {
					System.out.println(order);
					obey(listener, order);
				}
				// Nobody is there any more.
				Runtime.getRuntime().halt(1);
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void obey(TcpListener<?> listener, String order) {
			switch (order) {
				case "unref" -> listener.unref();
				case "ref" -> listener.ref();
				default -> listener.stop();
			}
		}

	}

	/**
	 * Connects, and leaves main with the socket open.
	 */
	static final class Client {

		private Client() {
		}

		public static void main(String[] args) {
			tellTheEnd();
			Stages.get(TestLoop.LOOP.connect(ClientOptions.to("localhost", Integer.parseInt(args[0])),
					SocketHandlers.<String>builder().discardData().build()));
			System.out.println("connected");
		}

	}

	private static void tellTheEnd() {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("end")));
	}

}
