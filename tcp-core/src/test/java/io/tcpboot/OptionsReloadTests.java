package io.tcpboot;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelOption;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The options of a listener are replaced: what new connections get, and where it listens.
 * Open sockets notice nothing.
 */
class OptionsReloadTests {

	private final Events events = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	@Test
	void whenSocketOptionsChangeNewSocketsGetThem() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			listener.reload(TestLoop.anyPort().socket((socket) -> socket.noDelay(false)).build());
			connect(listener);
			assertThat(Kernel.option(this.events.socket(0), ChannelOption.TCP_NODELAY)).isTrue();
			assertThat(Kernel.option(this.events.socket(1), ChannelOption.TCP_NODELAY)).isFalse();
			assertThat(listener.options().socket().noDelay()).isFalse();
			assertEchoes();
		}
	}

	@Test
	void whenToAcceptPausedNewSocketsAre() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			listener.reload(TestLoop.anyPort().acceptPaused(true).build());
			connect(listener);
			assertThat(this.events.socket(0).isPaused()).isFalse();
			assertThat(this.events.socket(1).isPaused()).isTrue();
		}
	}

	@Test
	void whenNothingChangesOfTheAddressTheChannelStays() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			Object before = Kernel.channel(listener);
			listener.reload(TestLoop.anyPort().port(listener.port()).maxConnections(7).name("seven").build());
			assertThat(Kernel.channel(listener)).isSameAs(before);
			listener.reload(TestLoop.anyPort().port(listener.port()).build());
			assertThat(Kernel.channel(listener)).isSameAs(before);
		}
	}

	@Test
	void whenTheNameChangesItIsTheNewOne() {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = echo(TestLoop.anyPort().name("before"))) {
			listener.reload(TestLoop.anyPort().name("after").build());
			assertThat(listener.name()).isEqualTo("after");
			listener.reload(TestLoop.anyPort().build());
			assertThat(listener.name()).isEqualTo("localhost:" + listener.port());
			assertThat(log.all()).contains("INFO TCP server after reloaded, listens on localhost:" + listener.port()
					+ ", 0 sockets stay open");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenTlsIsSwitchedOnPlainSocketsGoOn(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			listener.reload(TestLoop.anyPort().tls(TestTls.server(provider)).build());
			try (Peer encrypted = TlsPeer.connect(listener.port())) {
				assertThat(encrypted.send("echo").readText(4)).isEqualTo("echo");
				assertEchoes();
				assertThat(listener.handshakes()).isOne();
				encrypted.finish();
			}
			listener.reload(TestLoop.anyPort().build());
			connect(listener);
			assertEchoes();
		}
	}

	@Test
	void whenALimitIsLoweredItIsForNewOnes() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			connect(listener);
			listener.reload(TestLoop.anyPort().maxConnections(1).build());
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			this.peers.all().remove(2);
			assertEchoes();
			this.peers.get(0).reset();
			this.events.await("close RESET");
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			assertThat(listener.rejected()).isEqualTo(2);
		}
	}

	@Test
	void whenALimitIsRaisedWhoWaitsComesIn() throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port(), 3);
			this.events.socket();
			listener.reload(waiting(2).build());
			this.events.socket(1);
			listener.reload(waiting(3).build());
			assertEchoes();
		}
	}

	@Test
	void whenNobodyIsToWaitAnyMoreTheyAreRefused() throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port(), 2);
			this.events.socket();
			listener.reload(waiting(1).whenFull(ServerOptions.WhenFull.REFUSE).build());
			assertThat(this.peers.get(1).readsReset()).isTrue();
			assertThat(listener.rejected()).isOne();
		}
	}

	@Test
	void whenAddressesAreLimitedThoseInsideCount() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			listener.reload(TestLoop.anyPort().maxConnectionsPerAddress(1).build());
			assertThat(this.peers.connect(listener.port()).readsReset()).isTrue();
			this.peers.get(0).reset();
			this.events.awaitClose();
			TestLoop.settle(this.events.socket());
			connect(listener);
		}
	}

	@Test
	void whenThePortChangesItListensThereAndNoLongerHere() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			int old = listener.port();
			connect(listener);
			move(listener);
			assertThat(listener.port()).isPositive().isNotEqualTo(old);
			assertThat(listener.localAddress()).isEqualTo(new InetSocketAddress("localhost", listener.port()));
			assertThat(listener.name()).isEqualTo("localhost:" + listener.port());
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Peer.connect(old).close());
			connect(listener);
			assertEchoes();
			assertThat(listener.accepted()).isEqualTo(2);
			assertThat(listener.sockets()).hasSize(2);
			assertThat(this.events.all()).containsExactly("open", "open");
			listener.reload(TestLoop.anyPort().port(old).build());
			connect(listener);
			assertEchoes();
		}
	}

	@Test
	void whenAnyPortIsAskedForAgainThePortStays() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			int port = listener.port();
			listener.reload(TestLoop.anyPort().backlog(7).build());
			assertThat(listener.port()).isEqualTo(port);
			assertThat(Kernel.option(listener, ChannelOption.SO_BACKLOG)).isEqualTo(7);
			connect(listener);
			assertEchoes();
		}
	}

	@Test
	void whenTheNewPortIsTakenNothingHasChanged() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort()); ServerSocket other = Peer.listen()) {
			ServerOptions before = listener.options();
			int port = listener.port();
			connect(listener);
			TcpBindException failure = failure(listener, TestLoop.anyPort().port(other.getLocalPort()));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(listener.options()).isSameAs(before);
			assertThat(listener.port()).isEqualTo(port);
			assertThat(listener.isListening()).isTrue();
			connect(listener);
			assertEchoes();
			this.peers.close();
			assertThat(listener.stopped().toCompletableFuture()).isNotDone();
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127.0.0.0/8 is local")
	void whenItIsInItsOwnWayItMakesRoom() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			int port = listener.port();
			connect(listener);
			listener.reload(ServerOptions.port(port));
			assertThat(listener.port()).isEqualTo(port);
			assertThat(listener.host()).isNull();
			connect(listener);
			Socket elsewhere = new Socket(InetAddress.getByName("127.0.0.2"), port);
			this.peers.all().add(Peer.of(elsewhere));
			assertEchoes();
			assertThat(listener.isListening()).isTrue();
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there all of 127.0.0.0/8 is local")
	void whenRoomIsNotEnoughItListensAgainWhereItDid() throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort());
				ServerSocket other = new ServerSocket(listener.port(), 50, InetAddress.getByName("127.0.0.2"))) {
			connect(listener);
			TcpBindException failure = failure(listener, ServerOptions.builder().port(other.getLocalPort()));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(failure).hasNoSuppressedExceptions();
			assertThat(listener.host()).isEqualTo("localhost");
			assertThat(listener.isListening()).isTrue();
			connect(listener);
			assertEchoes();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenOthersWaitInTheBacklogTheyAreTakenAlong(boolean elsewhere) throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port(), 5);
			this.events.socket();
			if (elsewhere) {
				listener.reload(waiting(1).port(listener.port()).build());
			}
			listener.reload(waiting(1).backlog(100).build());
			this.peers.connect(listener.port(), 2);
			for (Peer peer : this.peers.all()) {
				assertThat(peer.send("echo").readText(4)).isEqualTo("echo");
				assertThat(listener.sockets()).hasSize(1);
				peer.reset();
			}
			assertThat(listener.accepted()).isEqualTo(7);
			assertThat(listener.rejected()).isZero();
		}
	}

	@Test
	void whoeverIsTakenAlongGetsTheNewOptions() throws Exception {
		try (TcpListener<String> listener = echo(waiting(1))) {
			this.peers.connect(listener.port(), 3);
			this.events.socket();
			listener.reload(waiting(1).port(listener.port()).build());
			// One is let in as the old place is left, the other waits at the new one.
			listener.reload(waiting(2).socket((socket) -> socket.noDelay(false)).build());
			assertThat(Kernel.option(this.events.socket(1), ChannelOption.TCP_NODELAY)).isFalse();
			this.peers.get(0).reset();
			assertThat(Kernel.option(this.events.socket(2), ChannelOption.TCP_NODELAY)).isFalse();
			assertThat(this.peers.get(2).send("echo").readText(4)).isEqualTo("echo");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whenParkedItStaysParkedAndNobodyIsLost(boolean elsewhere) throws Exception {
		try (TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			Stages.get(listener.park());
			this.peers.connect(listener.port(), 3);
			if (elsewhere) {
				move(listener);
			}
			else {
				listener.reload(TestLoop.anyPort().backlog(100).build());
			}
			this.peers.connect(listener.port(), 3);
			for (Peer peer : this.peers.all()) {
				peer.send("echo");
			}
			TestLoop.settle();
			assertThat(listener.accepted()).isOne();
			assertThat(this.events.all()).containsExactly("open");
			listener.unpark();
			for (Peer peer : this.peers.all()) {
				assertThat(peer.readText(4)).isEqualTo("echo");
			}
			assertThat(listener.accepted()).isEqualTo(7);
		}
	}

	@Test
	void whenStoppedAfterwardsThePortIsFreeAndItIsOverOnce() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = echo(TestLoop.anyPort())) {
			connect(listener);
			move(listener);
			CompletableFuture<Void> stopped = listener.stopped().toCompletableFuture();
			assertThat(stopped).isNotDone();
			listener.stop();
			assertThat(stopped).isNotDone();
			TestLoop.LOOP.listen(TestLoop.anyPort().port(listener.port()).build(), this.events.handlers().build())
				.close();
			assertEchoes();
			this.peers.close();
			Stages.get(stopped);
			Stages.get(listener.stop());
			assertThat(log.all()).filteredOn((line) -> line.contains("stopped after 1 connections")).hasSize(1);
			assertThat(log.warnings()).isEmpty();
		}
	}

	@Test
	void whenStoppedItIsRefused() {
		TcpListener<String> listener = echo(TestLoop.anyPort().name("tracker"));
		assertThatNullPointerException().isThrownBy(() -> listener.reload(nothing())).withMessage("options");
		try (LogCapture log = new LogCapture(TcpListener.class)) {
			listener.close();
			assertThatIllegalStateException().isThrownBy(() -> listener.reload(TestLoop.anyPort().build()))
				.withMessage("TcpListener tracker has been stopped");
			assertThat(log.all()).filteredOn((line) -> line.contains("stopped after")).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void whenAHandlerReloadsItListensThereAtOnce(int threads) throws Exception {
		CompletableFuture<TcpListener<String>> server = new CompletableFuture<>();
		try (TcpEventLoop loop = loop(threads);
				TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(),
						this.events.handlers().data((socket, bytes) -> {
							move(server.join());
							socket.send(bytes);
						}).build())) {
			server.complete(listener);
			int old = listener.port();
			for (int i = 0; i < 3; i++) {
				connect(listener);
				assertThat(this.peers.get(i).send("echo").readText(4)).isEqualTo("echo");
			}
			assertThat(listener.port()).isNotEqualTo(old);
			Events.until(() -> refuses(old));
		}
	}

	@Test
	void whenAHandlerReloadsItCannotMakeRoom() throws Exception {
		CompletableFuture<TcpListener<String>> server = new CompletableFuture<>();
		CompletableFuture<TcpBindException> told = new CompletableFuture<>();
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			told.complete(failure(server.join(), TestLoop.anyPort().backlog(7)));
			socket.send(bytes);
		}).build())) {
			server.complete(listener);
			connect(listener);
			assertEchoes();
			assertThat(Stages.get(told).kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			connect(listener);
			assertEchoes();
		}
	}

	@Test
	void whenAHandlerComesSecondItIsRefusedAndDoesNotWait() throws Exception {
		CompletableFuture<TcpListener<String>> server = new CompletableFuture<>();
		CountDownLatch open = new CountDownLatch(1);
		CompletableFuture<Thread> first = new CompletableFuture<>();
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		try (TcpEventLoop loop = loop(1);
				TcpListener<String> listener = loop.listen(TestLoop.anyPort().build(),
						this.events.handlers().open((socket) -> {
							if (told.isDone()) {
								return;
							}
							open.countDown();
							// The other thread needs this event loop to bind.
							Events.until(() -> first.join().getState() == Thread.State.WAITING);
							try {
								move(server.join());
							}
							catch (IllegalStateException ex) {
								told.complete(ex);
							}
						}).build())) {
			server.complete(listener);
			ServerOptions fixed = TestLoop.anyPort().port(listener.port()).build();
			listener.reload(fixed);
			this.peers.connect(listener.port());
			assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
			Thread thread = new Thread(() -> listener.reload(TestLoop.anyPort().build()));
			thread.start();
			first.complete(thread);
			assertThat(Stages.get(told)).hasMessageEndingWith("is being reloaded by another thread");
			thread.join(20_000);
			assertThat(listener.port()).isNotEqualTo(fixed.port());
			connectUnseen(listener);
		}
	}

	@Test
	void whenTheEventLoopClosesAPlaceIsLeftAtOnce() {
		TcpEventLoop loop = loop(1);
		NettyListener<String> listener = (NettyListener<String>) loop.listen(TestLoop.anyPort().build(),
				this.events.handlers().build());
		ListenerPlace place = listener.current().place();
		CompletableFuture<Object> left = new CompletableFuture<>();
		place.loop().execute(() -> {
			place.close();
			place.leave().thenAccept(left::complete);
			loop.close();
		});
		assertThat(left).succeedsWithin(10, TimeUnit.SECONDS);
	}

	private void connectUnseen(TcpListener<?> listener) throws Exception {
		long before = listener.accepted();
		this.peers.connect(listener.port());
		Events.until(() -> listener.accepted() > before);
	}

	private static boolean refuses(int port) throws Exception {
		try {
			Peer.connect(port).close();
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
	}

	/**
	 * Ask for any port where there was a fixed one.
	 */
	private static void move(TcpListener<?> listener) {
		listener.reload(TestLoop.anyPort().port(listener.port()).build());
		listener.reload(TestLoop.anyPort().build());
	}

	private static TcpEventLoop loop(int threads) {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(threads).build();
	}

	private static ServerOptions.Builder waiting(int maxConnections) {
		return TestLoop.anyPort().maxConnections(maxConnections).whenFull(ServerOptions.WhenFull.WAIT);
	}

	private TcpListener<String> echo(ServerOptions.Builder options) {
		return TestLoop.LOOP.listen(options.build(),
				this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
	}

	private void connect(TcpListener<?> listener) throws Exception {
		int before = (int) this.events.count("open");
		this.peers.connect(listener.port());
		this.events.socket(before);
	}

	private void assertEchoes() throws Exception {
		for (Peer peer : this.peers.all()) {
			assertThat(peer.send("echo").readText(4)).isEqualTo("echo");
		}
	}

	private static TcpBindException failure(TcpListener<?> listener, ServerOptions.Builder options) {
		return catchThrowableOfType(TcpBindException.class, () -> listener.reload(options.build()));
	}

	@SuppressWarnings("NullAway")
	private static ServerOptions nothing() {
		return null;
	}

}
