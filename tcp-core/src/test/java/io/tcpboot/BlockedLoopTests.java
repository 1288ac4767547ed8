package io.tcpboot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.netty.buffer.ByteBuf;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the watch over event loops, with handlers that do not return.
 */
class BlockedLoopTests {

	private final Events events = new Events();

	private final CountDownLatch done = new CountDownLatch(1);

	@AutoClose
	private final LogCapture log = new LogCapture(TcpEventLoop.class);

	@AutoClose
	private final TcpEventLoop loop = TcpEventLoop.builder()
		.transport(TestLoop.LOOP.transport().kind())
		.threads(1)
		.name("watched")
		.blockedThreshold(Duration.ofMillis(100))
		.build();

	private void onData(TcpSocket<String> socket, ByteBuf bytes) {
		block();
	}

	private void onClose(TcpSocket<String> socket, CloseReason reason) {
		block();
	}

	private void onConnectError(TcpSocket<String> socket, TcpConnectException cause) {
		block();
	}

	private void block() {
		try {
			this.done.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private TcpListener<String> listen(SocketHandlers<String> handlers) {
		return this.loop.listen(TestLoop.anyPort().name("orders").build(), handlers);
	}

	private String warning() {
		Events.until(() -> !this.log.warnings().isEmpty());
		this.done.countDown();
		return this.log.warnings().get(0);
	}

	@Test
	void whenAHandlerDoesNotReturnItIsNamedWithItsServer() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().data(this::onData).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("go");
			assertThat(warning()).startsWith("WARN TCP event loop watched-1 blocked for 0.")
				.contains(" by io.tcpboot.BlockedLoopTests#onData of TcpSocket " + this.events.socket().id()
						+ " of orders (")
				.endsWith("its other sockets wait: stack of watched-1");
			assertThat(this.loop.blockedCallbacks()).isOne();
		}
	}

	@Test
	void whenItBlocksAgainItIsCountedAndNotLogged() throws Exception {
		blockTwice();
		assertThat(this.log.warnings()).hasSize(1);
	}

	@Test
	void whenTheLoggerThrowsTheWatchGoesOn() throws Exception {
		try (ThrowingLog throwing = new ThrowingLog("watched-watch")) {
			blockTwice();
			assertThat(throwing.thrown()).isPositive();
		}
	}

	private void blockTwice() throws Exception {
		try (TcpListener<String> listener = listen(
				this.events.handlers().data((socket, bytes) -> awaitCount(bytes.readableBytes())).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send("1");
			Events.until(() -> this.loop.blockedCallbacks() == 1);
			peer.send("22");
			Events.until(() -> this.loop.blockedCallbacks() == 2);
		}
	}

	private void awaitCount(long count) {
		Events.until(() -> this.loop.blockedCallbacks() >= count);
	}

	@Test
	void whenCloseDoesNotReturnItsSocketIsNamed() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().close(this::onClose).build());
				Peer peer = Peer.connect(listener.port())) {
			String socket = this.events.socket().toString();
			peer.finish();
			assertThat(warning()).contains("BlockedLoopTests#onClose of " + socket);
		}
	}

	@Test
	void whenConnectErrorDoesNotReturnItsClientIsNamed() throws Exception {
		try (ClosedPort port = new ClosedPort()) {
			this.loop.connect(ClientOptions.builder().name("feed").host("localhost").port(port.port()).build(),
					this.events.handlers().connectError(this::onConnectError).build());
			assertThat(warning()).contains("BlockedLoopTests#onConnectError of TcpSocket ").contains(" of feed (");
		}
	}

	@Test
	void whenATaskDoesNotReturnItIsToldWithoutASocket() {
		this.loop.executors().get(0).execute(this::block);
		assertThat(warning()).startsWith("WARN TCP event loop watched-1 blocked for 0.").contains(" by a task: ");
	}

	@Test
	void whenClosedTheWatchEndsToo() {
		this.loop.executors().get(0).execute(() -> {
		});
		Events.until(() -> isWatched());
		this.done.countDown();
		this.loop.close();
		Events.until(() -> !isWatched());
	}

	private static boolean isWatched() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("watched-watch"));
	}

	@Test
	void whenNeverUsedThereIsNoThread() {
		assertThat(this.loop.executors()).hasSize(1);
		// That of the test before may take a moment to end.
		Events.until(() -> !isWatched());
	}

}
