package io.tcpboot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.Deaf;
import io.tcpboot.test.FreePorts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Connections that are made, and what both sides know of each other.
 */
class ConnectTests {

	private final Events server = new Events();

	private final Events client = new Events();

	@AutoClose
	private final TcpListener<String> listener = TestLoop
		.listen(this.server.handlers().data((socket, bytes) -> socket.send(bytes)).build());

	private ClientOptions.Builder target() {
		return ClientOptions.builder().host("localhost").port(this.listener.port());
	}

	private TcpSocket<String> connect(ClientOptions.Builder options) {
		return Stages.get(TestLoop.LOOP.connect(options.build(), this.client.handlers().build()));
	}

	@Test
	@DisplayName("B20 open gets the socket of the future, and is over before the future completes")
	void whenConnectedOpenIsOverBeforeTheFuture() {
		CompletableFuture<CompletableFuture<TcpSocket<String>>> handOver = new CompletableFuture<>();
		CompletableFuture<TcpSocket<String>> future = TestLoop.LOOP.connect(target().build(),
				this.client.handlers().open((socket) -> {
					this.client.open(socket);
					this.client.add("done: " + handOver.get(20, TimeUnit.SECONDS).isDone());
				}).build());
		handOver.complete(future);
		assertThat(Stages.get(future)).isSameAs(this.client.socket());
		assertThat(this.client.all()).containsExactly("open", "done: false");
	}

	@Test
	@DisplayName("B22 the data given to connect is there in open")
	void whenDataIsGivenOpenSeesIt() {
		SocketHandlers<String> handlers = this.client.handlers()
			.open((socket) -> this.client.add("open with " + socket.data()))
			.build();
		TcpSocket<String> socket = Stages.get(TestLoop.LOOP.connect(target().build(), handlers, "data"));
		assertThat(this.client.all()).containsExactly("open with data");
		assertThat(socket.data()).isEqualTo("data");
	}

	static boolean hasIPv6() throws IOException {
		return NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null;
	}

	@Test
	@EnabledIf("hasIPv6")
	@DisplayName("B26 a host with several addresses succeeds if any of them accepts")
	void whenOneAddressAcceptsTheConnectionIsMade(@TempDir Path directory) throws Exception {
		Path hosts = Files.writeString(directory.resolve("hosts"), """
				127.0.0.2 refusing-first
				127.0.0.1 refusing-first
				127.0.0.3 deaf-first
				127.0.0.1 deaf-first
				127.0.0.1 ipv6-last
				::1 ipv6-last
				127.0.0.2 refusing-all
				127.0.0.4 refusing-all
				""");
		int port = this.listener.port();
		try (TcpListener<String> ipv6 = listenOnIPv6();
				Deaf deaf = Deaf.listen(new InetSocketAddress("127.0.0.3", port));
				ChildJvm child = ChildJvm.builder()
					.option("-Djdk.net.hosts.file=" + hosts)
					.run(SeveralAddresses.class, "refusing-first:" + port, "deaf-first:" + deaf.port(),
							"ipv6-last:" + ipv6.port(), "refusing-all:" + port)) {
			assertThat(child.awaitEnd()).containsExactly("refusing-first: 127.0.0.1", "deaf-first: 127.0.0.1",
					"ipv6-last: 0:0:0:0:0:0:0:1", "refusing-all: REFUSED after [REFUSED]");
		}
	}

	private TcpListener<String> listenOnIPv6() {
		return TestLoop.LOOP.listen(ServerOptions.builder().host("::1").port(0).build(),
				this.server.handlers().build());
	}

	/**
	 * Connects to each target, and tells what came of it.
	 */
	static final class SeveralAddresses {

		private SeveralAddresses() {
		}

		public static void main(String[] args) {
			for (String target : args) {
				int colon = target.lastIndexOf(':');
				connect(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
			}
		}

		private static void connect(String host, int port) {
			ClientOptions options = ClientOptions.builder()
				.host(host)
				.port(port)
				.connectTimeout(Duration.ofMillis(500))
				.build();
			SocketHandlers<String> handlers = SocketHandlers.<String>builder().discardData().build();
			System.out.println(host + ": " + Stages.get(TestLoop.LOOP.connect(options, handlers)
				.handle((socket, failure) -> (socket != null) ? describe(socket) : describe(failure))));
		}

		private static String describe(TcpSocket<?> socket) {
			InetSocketAddress remote = (InetSocketAddress) Objects.requireNonNull(socket.remoteAddress());
			return remote.getAddress().getHostAddress();
		}

		private static String describe(Throwable failure) {
			return kind(failure) + " after "
					+ List.of(failure.getSuppressed()).stream().map((other) -> kind(other)).toList();
		}

		private static String kind(Throwable failure) {
			return (failure instanceof TcpConnectException connect) ? connect.kind().name() : failure.toString();
		}

	}

	@Test
	@DisplayName("B27 the local address is what was asked for")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127.0.0.0/8 is local")
	void whenLocalAddressIsSetThePeerSeesIt() throws Exception {
		TcpSocket<String> socket = connect(target().localAddress(new InetSocketAddress("127.0.0.2", 0)));
		assertThat(this.server.socket().remoteAddress()).isEqualTo(socket.localAddress());
		assertThat(socket.localAddress().toString()).startsWith("/127.0.0.2:");
	}

	@Test
	@DisplayName("B27 the local port is what was asked for")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127.0.0.0/8 is local")
	void whenLocalPortIsSetThePeerSeesIt() throws Exception {
		// An address that nobody else connects from, so that the port stays free.
		InetAddress address = InetAddress.getByName("127.0.0.99");
		InetSocketAddress local = new InetSocketAddress(address, FreePorts.next(address));
		TcpSocket<String> socket = connect(target().localAddress(local));
		assertThat(socket.localAddress()).isEqualTo(local);
		assertThat(this.server.socket().remoteAddress()).isEqualTo(local);
	}

	@Test
	@DisplayName("B98 both addresses are there in open, on both sides")
	void whenOpenedTheAddressesAreThere() {
		connect(target());
		TcpSocket<String> accepted = this.server.socket();
		TcpSocket<String> made = this.client.socket();
		assertThat(accepted.localAddress()).isEqualTo(made.remoteAddress()).isEqualTo(this.listener.localAddress());
		assertThat(accepted.remoteAddress()).isEqualTo(made.localAddress()).isNotNull();
	}

	@Test
	void whenConnectedByNameTheRemoteAddressBearsIt() {
		TcpSocket<String> socket = connect(target().host("localhost"));
		assertThat(socket.remoteAddress()).asInstanceOf(type(InetSocketAddress.class))
			.returns("localhost", InetSocketAddress::getHostString);
	}

	@Test
	@DisplayName("B98 both addresses are there in close, without having been read before")
	void whenClosedTheAddressesAreStillThere() {
		CompletableFuture<List<SocketAddress>> seen = new CompletableFuture<>();
		SocketHandlers<String> handlers = this.client.handlers()
			.close((socket, reason) -> seen.complete(Arrays.asList(socket.localAddress(), socket.remoteAddress())))
			.build();
		Stages.get(TestLoop.LOOP.connect(target().build(), handlers));
		TcpSocket<String> accepted = this.server.socket();
		accepted.terminate();
		assertThat(Stages.get(seen)).containsExactly(accepted.remoteAddress(), accepted.localAddress());
	}

	@Test
	@DisplayName("B98 an accepted socket knows both addresses in close too")
	void whenAcceptedSocketClosesTheAddressesAreStillThere() {
		TcpSocket<String> made = connect(target());
		made.terminate();
		this.server.awaitClose();
		assertThat(this.server.socket().remoteAddress()).isEqualTo(made.localAddress()).isNotNull();
		assertThat(this.server.socket().localAddress()).isEqualTo(made.remoteAddress()).isNotNull();
	}

}
