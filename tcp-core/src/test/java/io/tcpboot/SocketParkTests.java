package io.tcpboot;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.TlsProvider;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TcpSocket#park()}: of one socket, whoever has opened it, and of what
 * may happen to it meanwhile.
 */
class SocketParkTests {

	private static final Duration LIMIT = Duration.ofMillis(100);

	private final Events before = new Events();

	private final Events after = new Events();

	@Test
	void whenAClientIsParkedTheNewHandlersAreToldAll() throws Exception {
		try (Pair pair = Pair.connected(SocketOptions.defaults(), this.before.handlers().build())) {
			TcpSocket<String> socket = park();
			pair.peer.send("hello").finish();
			socket.reload(this.after.handlers().build());
			TestLoop.settle(socket);
			assertThat(this.after.all()).isEmpty();
			socket.unpark();
			assertThat(this.after.awaitClose()).containsExactly("reload", "data hello", "end", "close PEER_END");
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@Test
	void whenAUnixClientIsParkedTheNewHandlersAreToldAll(@TempDir Path folder) throws Exception {
		try (Pair pair = Pair.connected(folder.resolve("x.sock"), this.before.handlers().build())) {
			TcpSocket<String> socket = park();
			pair.peer.send("hello").finish();
			socket.reload(this.after.handlers().build());
			TestLoop.settle(socket);
			assertThat(this.after.all()).isEmpty();
			socket.unpark();
			assertThat(this.after.awaitClose()).containsExactly("reload", "data hello", "end", "close PEER_END");
		}
	}

	@Test
	void whenParkedTheStageCompletesOnTheEventLoop() throws Exception {
		CompletableFuture<Void> work = new CompletableFuture<>();
		try (Pair pair = Pair.accepted(busyWith(work))) {
			pair.peer.send("hello");
			this.before.await("data hello");
			CompletableFuture<Boolean> onLoop = this.before.socket()
				.park()
				.thenApply((quiet) -> LoopThread.isCurrent())
				.toCompletableFuture();
			TestLoop.settle(this.before.socket());
			assertThat(onLoop).isNotDone();
			work.complete(null);
			assertThat(Stages.get(onLoop)).isTrue();
		}
	}

	@Test
	void whenAHandlerParksItsSocketItReturnsFirst() throws Exception {
		CompletableFuture<Boolean> parkedInside = new CompletableFuture<>();
		CompletableFuture<Void> parked = new CompletableFuture<>();
		try (Pair pair = Pair.accepted(this.before.handlers().data((socket, bytes) -> {
			CompletableFuture<Void> quiet = socket.park().toCompletableFuture();
			parkedInside.complete(quiet.isDone());
			quiet.thenAccept(parked::complete);
			this.before.data(socket, bytes);
		}).build())) {
			pair.peer.send("one");
			Stages.get(parked);
			assertThat(parkedInside).isCompletedWithValue(false);
			pair.peer.send("two");
			TestLoop.settle(this.before.socket());
			assertThat(this.before.received()).isEqualTo("one");
			this.before.socket().unpark();
			this.before.awaitReceived("onetwo");
		}
	}

	@Test
	void whenThePeerFloodsAParkedSocketNothingIsRead() throws Exception {
		byte[] flood = Flow.bytes(32 * 1024 * 1024);
		try (Pair pair = Pair.accepted(this.before.handlers().data((socket, bytes) -> {
		}).build())) {
			TcpSocket<String> socket = park();
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(pair.peer, flood));
			TestLoop.settle(socket);
			assertThat(socket.bytesRead()).isZero();
			assertThat(sent).isNotDone();
			socket.unpark();
			Stages.get(sent);
			Events.until(() -> socket.bytesRead() == flood.length);
		}
	}

	@Test
	void whenUnparkedAPausedSocketStaysPaused() throws Exception {
		try (Pair pair = Pair.accepted(this.before.handlers().build())) {
			TcpSocket<String> socket = park();
			socket.pause();
			pair.peer.send("hello");
			socket.unpark();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			socket.resume();
			this.before.await("data hello");
		}
	}

	@Test
	@DisabledIf(value = "isNio", disabledReason = "NIO learns of a reset only by reading or writing")
	void whenParkedAHalfOpenSocketIsToldOfItsResetOnce() throws Exception {
		SocketOptions halfOpen = SocketOptions.builder().allowHalfOpen(true).build();
		try (Pair pair = Pair.accepted(halfOpen, this.before.handlers().build())) {
			pair.peer.finish();
			this.before.await("end");
			TcpSocket<String> socket = park();
			pair.peer.reset();
			Events.until(() -> !socket.isOpen());
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open", "end");
			socket.unpark();
			this.before.awaitClose();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open", "end", "close RESET");
		}
	}

	@Test
	void whenFramedTheRestOfAFrameMayComeWhileParked() throws Exception {
		SocketOptions lines = SocketOptions.builder().framing(Framing.lines()).build();
		try (Pair pair = Pair.accepted(lines, this.before.handlers().build())) {
			pair.peer.send("one\ntw");
			this.before.await("data one");
			TcpSocket<String> socket = park();
			pair.peer.send("o\nthree\n").finish();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open", "data one");
			socket.unpark();
			assertThat(this.before.awaitClose()).containsExactly("open", "data one", "data two", "data three", "end",
					"close PEER_END");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenParkedAnUpgradeToTlsGoesOn(TlsProvider provider) throws Exception {
		try (Pair pair = Pair
			.accepted(this.before.handlers().handshake((socket) -> this.before.add("handshake")).build())) {
			TcpSocket<String> socket = park();
			CompletableFuture<Void> upgraded = socket.upgradeTls(TestTls.server(provider)).toCompletableFuture();
			Peer secured = TlsPeer.upgrade(pair.peer).send("hello");
			Stages.get(upgraded);
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			socket.unpark();
			this.before.awaitReceived("hello");
			assertThat(this.before.story()).containsExactly("open", "handshake", "data hello");
			secured.close();
		}
	}

	@Test
	void whenTlsFailsWhileParkedItIsToldAfterwards() throws Exception {
		try (Pair pair = Pair
			.accepted(this.before.handlers().error((socket, cause) -> this.before.add("error")).build())) {
			TcpSocket<String> socket = park();
			CompletableFuture<Void> upgraded = socket.upgradeTls(TestTls.server(TlsProvider.JDK)).toCompletableFuture();
			pair.peer.send("this is no TLS\n");
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open");
			socket.unpark();
			assertThat(this.before.awaitClose()).containsExactly("open", "error", "close TLS_FAILURE");
			assertThat(upgraded).isCompletedExceptionally();
		}
	}

	@Test
	void whenResetBeforeOpenWasToldNothingIs() throws Exception {
		ServerOptions options = TestLoop.anyPort().tls(TestTls.server(TlsProvider.JDK)).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, this.before.handlers().build());
				Peer plain = Peer.connect(listener.port())) {
			Events.until(() -> listener.accepted() == 1);
			Stages.get(listener.park());
			TlsPeer.upgrade(plain);
			Events.until(() -> listener.handshakes() == 1);
			plain.reset();
			TestLoop.settle();
			listener.unpark();
			Stages.get(listener.stop(Duration.ofSeconds(10)));
			assertThat(this.before.all()).isIn(List.of(), List.of("open", "close RESET"));
		}
	}

	@Test
	void whenTheTimerIsStoppedWhileParkedItIsNotTold() {
		try (ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.before.handlers().build())) {
			clocked.socket().timeout(LIMIT);
			clocked.park();
			clocked.advance(LIMIT);
			clocked.socket().timeout(Duration.ZERO);
			clocked.unpark();
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@Test
	void whenUnparkedNobodyKnowsTheOldHandlers() throws Exception {
		ServerOptions options = TestLoop.anyPort().tls(TestTls.server(TlsProvider.JDK)).build();
		SocketHandlers<String> handlers = this.before.handlers().build();
		WeakReference<SocketHandlers<String>> old = new WeakReference<>(handlers);
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, handlers);
				Peer open = TlsPeer.connect(listener.port());
				Peer handshaking = Peer.connect(listener.port())) {
			handlers = null;
			park();
			Events.until(() -> listener.accepted() == 2);
			Stages.get(listener.park());
			listener.reload(this.after.handlers().build());
			listener.unpark();
			this.after.await("reload");
			Events.until(() -> {
				System.gc();
				return old.get() == null;
			});
			handshaking.reset();
			assertThat(open.socket().isConnected()).isTrue();
		}
	}

	static boolean isNio() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.NIO;
	}

	private SocketHandlers<String> busyWith(CompletableFuture<Void> work) {
		return this.before.handlers().asyncData((socket, bytes) -> {
			this.before.data(socket, bytes);
			return work;
		}).build();
	}

	private TcpSocket<String> park() {
		TcpSocket<String> socket = this.before.socket();
		Stages.get(socket.park());
		return socket;
	}

	private static void send(Peer peer, byte[] bytes) {
		try {
			peer.send(bytes);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
