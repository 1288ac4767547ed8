package io.tcpboot;

import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The cap on connections: who is refused, who waits, and what those inside notice of it.
 */
class AcceptLimitTests {

	private final Events events = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	private TcpListener<String> echo(ServerOptions.Builder options) {
		return TestLoop.LOOP.listen(options.build(),
				this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
	}

	private static ServerOptions.Builder refusing(int maxConnections) {
		return TestLoop.anyPort().maxConnections(maxConnections);
	}

	private static ServerOptions.Builder waiting(int maxConnections) {
		return refusing(maxConnections).whenFull(ServerOptions.WhenFull.WAIT);
	}

	private static void assertEchoes(Peer peer) throws Exception {
		assertThat(peer.send("echo").readText(4)).isEqualTo("echo");
	}

	@Test
	@DisplayName("B94 beyond the cap a connection is reset and counted; those inside go on")
	void whenFullTheNextIsRefused() throws Exception {
		try (TcpListener<String> listener = echo(refusing(2))) {
			this.peers.connect(listener.port(), 2);
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			assertThat(listener.rejected()).isEqualTo(1);
			assertThat(listener.accepted()).isEqualTo(2);
			assertEchoes(this.peers.get(0));
			assertEchoes(this.peers.get(1));
			assertThat(this.events.all()).containsExactly("open", "open");
		}
	}

	@Test
	@DisplayName("B94 when one has closed, the next may come in")
	void whenOneHasClosedTheNextIsAccepted() throws Exception {
		try (TcpListener<String> listener = echo(refusing(1))) {
			this.peers.connect(listener.port()).reset();
			this.events.awaitClose();
			TestLoop.settle(this.events.socket());
			assertEchoes(this.peers.connect(listener.port()));
			assertThat(listener.rejected()).isZero();
		}
	}

	@Test
	@DisplayName("B94 told to wait, connections beyond the cap come in one by one as others leave")
	void whenFullTheOthersWait() throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port(), 4);
			for (Peer peer : this.peers.all()) {
				assertEchoes(peer);
				assertThat(listener.sockets()).hasSize(1);
				peer.reset();
			}
			assertThat(listener.accepted()).isEqualTo(4);
			assertThat(listener.rejected()).isZero();
		}
	}

	@Test
	@DisplayName("B94 told to wait, the cap holds and nobody is forgotten, however they come and go")
	void whenManyComeAndGoTheCapHolds() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		SocketHandlers<String> handlers = SocketHandlers.<String>builder().discardData().open((socket) -> {
			most.accumulateAndGet(inside.incrementAndGet(), Math::max);
			socket.terminate();
		}).close((socket, reason) -> inside.decrementAndGet()).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(waiting(3).build(), handlers)) {
			this.peers.connect(listener.port(), 300);
			Events.until(() -> listener.closed(CloseReason.TERMINATED) == 300);
			assertThat(most).hasValueBetween(1, 3);
			assertThat(listener.rejected()).isZero();
		}
	}

	@Test
	@DisplayName("B94 a listener that is full can be stopped, and those who wait are reset")
	void whenFullTheListenerStops() throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port());
			this.events.socket();
			Peer waiting = this.peers.connect(listener.port());
			listener.stop();
			assertThat(waiting.readsReset()).isTrue();
			assertEchoes(this.peers.get(0));
		}
	}

	@Test
	@DisplayName("B94 the cap per address refuses that address only")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127.0.0.0/8 is local")
	void whenAnAddressIsFullOthersComeIn() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort().maxConnectionsPerAddress(1))) {
			assertEchoes(this.peers.connect(listener.port()));
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			InetAddress other = InetAddress.getByName("127.0.0.2");
			try (Socket socket = new Socket("localhost", listener.port(), other, 0)) {
				assertThat(this.events.socket(1).remoteAddress()).isEqualTo(socket.getLocalSocketAddress());
			}
			assertThat(listener.rejected()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("B94 the cap per address refuses at once, even where others are told to wait")
	void whenAnAddressIsFullItDoesNotWait() throws Exception {
		try (TcpListener<String> listener = echo(waiting(5).maxConnectionsPerAddress(1))) {
			this.peers.connect(listener.port());
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			assertEchoes(this.peers.get(0));
		}
	}

	@Test
	@DisplayName("B94 an address may come in again when its socket has closed")
	void whenItsSocketHasClosedTheAddressComesInAgain() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort().maxConnectionsPerAddress(1))) {
			for (int i = 0; i < 3; i++) {
				Peer peer = this.peers.connect(listener.port());
				assertEchoes(peer);
				TcpSocket<String> socket = this.events.socket(i);
				peer.reset();
				Events.until(() -> socket.closeReason() != null);
				TestLoop.settle(socket);
			}
			assertThat(listener.rejected()).isZero();
		}
	}

}
