package io.tcpboot;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of what sockets and listeners answer whoever asks from outside.
 */
class SnapshotTests {

	private final Events events = new Events();

	private final Events after = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	@Test
	void whenOpenItKnowsSinceWhen() throws Exception {
		Instant before = Instant.now().minusMillis(1);
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.openedAt()).isBetween(before, Instant.now());
			pair.peer.close();
			this.events.awaitClose();
			assertThat(socket.openedAt()).isBetween(before, Instant.now());
			assertThat(socket.idleFor()).isZero();
		}
	}

	@Test
	void whenNeverOpenThereIsNoTime() throws Exception {
		CompletableFuture<TcpSocket<String>> failed = new CompletableFuture<>();
		try (ClosedPort port = new ClosedPort()) {
			TestLoop.LOOP.connect(ClientOptions.to("localhost", port.port()),
					this.events.handlers().connectError((socket, cause) -> failed.complete(socket)).build());
			TcpSocket<String> socket = Stages.get(failed);
			assertThat(socket.openedAt()).isNull();
			assertThat(socket.idleFor()).isZero();
			assertThat(socket.isHalfClosed()).isFalse();
		}
	}

	@Test
	void whenNothingMovesItIsIdle() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			TcpSocket<String> socket = clocked.socket();
			clocked.advance(Duration.ofDays(400));
			assertThat(socket.idleFor()).isEqualTo(Duration.ofDays(400));
			clocked.receive("in");
			assertThat(socket.idleFor()).isZero();
			clocked.advance(Duration.ofSeconds(90));
			assertThat(socket.idleFor()).isEqualTo(Duration.ofSeconds(90));
			clocked.stall();
			clocked.send("out");
			assertThat(socket.idleFor()).isEqualTo(Duration.ofSeconds(90));
			clocked.take();
			assertThat(socket.idleFor()).isZero();
		}
	}

	@Test
	void whenTheClockIsTheEventLoopsItGoesOn() throws Exception {
		try (TcpEventLoop loop = TcpEventLoop.builder()
			.transport(TestLoop.LOOP.transport().kind())
			.blockedThreshold(Duration.ofMillis(10))
			.build();
				TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(), this.events.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			Duration some = Duration.ofMillis(300);
			Events.until(() -> socket.idleFor().compareTo(some) >= 0);
			peer.send("in");
			Events.until(() -> socket.idleFor().compareTo(some) < 0);
			Events.until(() -> socket.idleFor().compareTo(some) >= 0);
			socket.send("out");
			Events.until(() -> socket.idleFor().compareTo(some) < 0);
		}
	}

	@Test
	void whenOneSideHasFinishedItIsHalfClosed() throws Exception {
		SocketOptions halfOpen = SocketOptions.builder().allowHalfOpen(true).build();
		try (Pair pair = Pair.accepted(halfOpen, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.isHalfClosed()).isFalse();
			pair.peer.finish();
			Events.until(socket::isHalfClosed);
			socket.end();
			this.events.awaitClose();
			assertThat(socket.isHalfClosed()).isFalse();
		}
	}

	@Test
	void whenThisSideHasFinishedItIsHalfClosed() throws Exception {
		try (Pair pair = Pair.connected(SocketOptions.defaults(), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.end();
			Events.until(socket::isHalfClosed);
			pair.peer.close();
			this.events.awaitClose();
			assertThat(socket.isHalfClosed()).isFalse();
		}
	}

	@Test
	void whenReloadedEachSocketKnowsItsGeneration() throws Exception {
		SocketHandlers<String> again = this.after.handlers().build();
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build())) {
			this.peers.connect(listener.port());
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.generation()).isZero();
			assertThat(listener.generation()).isZero();
			listener.reload(again);
			listener.reload(again);
			assertThat(listener.generation()).isEqualTo(2);
			Events.until(() -> socket.generation() == 2);
			socket.reload(again);
			Events.until(() -> socket.generation() == 3);
			assertThat(listener.generation()).isEqualTo(2);
			this.peers.connect(listener.port());
			assertThat(this.after.socket().generation()).isEqualTo(2);
		}
	}

	@Test
	void whenAHandlerIsStillRunningItsSocketIsOnTheOldGeneration() throws Exception {
		CompletableFuture<Integer> running = new CompletableFuture<>();
		CompletableFuture<TcpListener<String>> listening = new CompletableFuture<>();
		SocketHandlers<String> handlers = this.events.handlers().data((socket, bytes) -> {
			listening.join().reload(this.after.handlers().build());
			running.complete(socket.generation());
		}).build();
		try (TcpListener<String> listener = TestLoop.listen(handlers); Peer peer = Peer.connect(listener.port())) {
			listening.complete(listener);
			peer.send("go");
			assertThat(Stages.get(running)).isZero();
			this.after.await("reload");
			assertThat(this.events.socket().generation()).isOne();
		}
	}

	@Test
	void whenHandlersServeTwoListenersEachCountsItsOwnReloads() {
		SocketHandlers<String> handlers = this.events.handlers().build();
		try (TcpListener<String> one = TestLoop.listen(handlers); TcpListener<String> two = TestLoop.listen(handlers)) {
			one.reload(handlers);
			one.reload(handlers);
			two.reload(handlers);
			assertThat(one.generation()).isEqualTo(2);
			assertThat(two.generation()).isOne();
		}
	}

	@Test
	void whenSocketsComeAndGoTheListenerCountsTheBytesOfAll() throws Exception {
		SocketHandlers<String> echo = this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build();
		try (TcpListener<String> listener = TestLoop.listen(echo); Peer peer = Peer.connect(listener.port())) {
			try (Peer other = Peer.connect(listener.port())) {
				assertThat(other.send("gone").readText(4)).isEqualTo("gone");
			}
			this.events.awaitClose();
			assertThat(peer.send("still here").readText(10)).isEqualTo("still here");
			Events.until(() -> listener.bytesWritten() == 14);
			assertThat(listener.bytesRead()).isEqualTo(14);
			assertThat(listener.pendingBytes()).isZero();
		}
	}

	@Test
	void whenPeersTakeNothingTheListenerKnowsWhatIsPending() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			TcpListener<String> listener = pair.listener();
			socket.send(Flow.bytes(10_000_000));
			assertThat(Flow.onLoop(socket, () -> listener.pendingBytes() + listener.bytesWritten()))
				.isEqualTo(10_000_000);
			assertThat(listener.pendingBytes()).isPositive();
		}
	}

	@Test
	void whenSocketsArePausedTheListenerCountsThem() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build())) {
			this.peers.connect(listener.port(), 2);
			this.events.socket(1).pause();
			assertThat(listener.pausedSockets()).isOne();
			assertThat(listener.sums()).isEqualTo(new SocketSums(0, 0, 0, 1));
			this.events.socket(1).resume();
			assertThat(listener.pausedSockets()).isZero();
		}
	}

	@Test
	void whenAnOperatorClosesTheReasonSaysSo() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			this.events.socket().close(CloseReason.OPERATOR);
			assertThat(pair.peer.readAll()).isEmpty();
			pair.peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close OPERATOR");
		}
	}

	@Test
	void whenAWiretapIsNegativeItIsRefused() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.events.handlers().build())) {
			assertThatIllegalArgumentException().isThrownBy(() -> clocked.socket().wiretap(Duration.ofSeconds(-1)))
				.withMessage("wiretap: PT-1S (expected: not negative)");
		}
	}

}
