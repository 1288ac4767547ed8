package io.tcpboot;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Each way that a connection can end is told by its own reason, to {@code close}, the
 * socket and the listener alike.
 */
class CloseReasonTests {

	private static final Duration SOON = Duration.ofMillis(50);

	private static final int MORE_THAN_THE_KERNEL_TAKES = 15 * 1024 * 1024;

	private final Events events = new Events();

	@Test
	@DisplayName("B93 a close by this side is LOCAL_END, without a cause")
	void whenThisSideEndsTheReasonIsLocalEnd() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().end();
			peer.readAll();
			peer.finish();
			assertCloses(listener, CloseReason.LOCAL_END).isNull();
		}
	}

	@Test
	@DisplayName("B93 a close by the peer is PEER_END, without a cause")
	void whenThePeerEndsTheReasonIsPeerEnd() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			peer.finish();
			assertCloses(listener, CloseReason.PEER_END).isNull();
		}
	}

	@Test
	@DisplayName("B93 terminate() is TERMINATED")
	void whenThisSideResetsTheReasonIsTerminated() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().terminate();
			assertThat(peer.readsReset()).isTrue();
			assertCloses(listener, CloseReason.TERMINATED).isNull();
		}
	}

	@Test
	@DisplayName("B93 a reset by the peer is RESET, with what the kernel said")
	void whenThePeerResetsTheReasonIsReset() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket();
			peer.reset();
			assertCloses(listener, CloseReason.RESET).isInstanceOf(IOException.class);
		}
	}

	@Test
	@DisplayName("B93 a reset after this side has ended is still RESET: its answer may be lost")
	void whenThePeerResetsAnEndedSocketTheReasonIsReset() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().end();
			peer.readAll();
			peer.reset();
			assertCloses(listener, CloseReason.RESET).isInstanceOf(IOException.class);
		}
	}

	@Test
	@DisplayName("B93 a reset that only the last write of close() meets is RESET too")
	void whenTheLastWriteMeetsAResetTheReasonIsReset() throws Exception {
		CountDownLatch reset = new CountDownLatch(1);
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			// The event loop does not get to see the reset before it writes.
			reset.await();
			socket.send("too late");
			socket.close();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.reset();
			reset.countDown();
			assertCloses(listener, CloseReason.RESET).isInstanceOf(IOException.class);
		}
	}

	@Test
	@DisplayName("B93 any other failure of the connection is IO_ERROR, with what the kernel said")
	void whenTheNetworkFailsTheReasonIsIoError() throws Exception {
		IOException failure = new IOException("No route to host");
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			NettySocket<String> socket = (NettySocket<String>) this.events.socket();
			// The loopback network does not fail: say so in the transport's place.
			socket.loop().execute(() -> socket.exceptionCaught(null, failure));
			assertThat(peer.readAll()).isEmpty();
			assertCloses(listener, CloseReason.IO_ERROR).isSameAs(failure);
		}
	}

	@Test
	@DisplayName("B93 silence in both directions is IDLE_TIMEOUT")
	void whenNothingMovesTheReasonIsIdleTimeout() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder().idleTimeout(SOON));
				Peer peer = Peer.connect(listener.port())) {
			peer.readAll();
			peer.finish();
			assertCloses(listener, CloseReason.IDLE_TIMEOUT).isNull();
		}
	}

	@Test
	@DisplayName("B93 silence of the peer is READ_TIMEOUT")
	void whenThePeerSendsNothingTheReasonIsReadTimeout() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder().readTimeout(SOON));
				Peer peer = Peer.connect(listener.port())) {
			peer.readAll();
			peer.finish();
			assertCloses(listener, CloseReason.READ_TIMEOUT).isNull();
		}
	}

	@Test
	@DisplayName("B93 a peer that takes nothing is WRITE_TIMEOUT")
	void whenThePeerTakesNothingTheReasonIsWriteTimeout() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder().writeTimeout(SOON));
				Peer peer = Peer.connectNarrow(listener.port())) {
			assertThat(this.events.socket().send(new byte[MORE_THAN_THE_KERNEL_TAKES])).isTrue();
			assertCloses(listener, CloseReason.WRITE_TIMEOUT).isNull();
			assertThat(peer.readsReset()).isTrue();
		}
	}

	@Test
	@DisplayName("B93 with closeOnTimeout the socket's own timer is TIMEOUT")
	void whenTheTimerRunsOutTheReasonIsTimeout() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder().closeOnTimeout(true));
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().timeout(SOON);
			peer.readAll();
			peer.finish();
			assertCloses(listener, CloseReason.TIMEOUT).isNull();
			assertThat(this.events.all()).containsExactly("open", "timeout", "close TIMEOUT");
		}
	}

	@Test
	@DisplayName("B93 a peer that does not finish after this side has is CLOSE_TIMEOUT")
	void whenThePeerNeverFinishesTheReasonIsCloseTimeout() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder().closeTimeout(SOON));
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().end();
			assertThat(peer.readsReset()).isFalse();
			assertCloses(listener, CloseReason.CLOSE_TIMEOUT).isNull();
		}
	}

	@Test
	@DisplayName("B93 a handler's failure that nobody takes care of is HANDLER_FAILURE, with that cause")
	void whenAHandlerFailsTheReasonIsHandlerFailure() throws Exception {
		Exception failure = new Exception("planted");
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			throw failure;
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.finish();
			assertCloses(listener, CloseReason.HANDLER_FAILURE).isSameAs(failure);
		}
	}

	@Test
	@DisplayName("B93 a listener that stops at once is SHUTDOWN")
	void whenTheListenerStopsTheReasonIsShutdown() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket();
			listener.stopNow();
			peer.readAll();
			assertCloses(listener, CloseReason.SHUTDOWN).isNull();
		}
	}

	@Test
	@DisplayName("B93 a stop that cuts off an ending socket is SHUTDOWN: bytes may be lost")
	void whenTheListenerStopsAnEndingSocketTheReasonIsShutdown() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connectNarrow(listener.port())) {
			this.events.socket().end(new byte[MORE_THAN_THE_KERNEL_TAKES]);
			listener.stopNow();
			assertCloses(listener, CloseReason.SHUTDOWN).isNull();
			peer.finish();
		}
	}

	@Test
	@DisplayName("B93 an event loop that closes is SHUTDOWN, for clients too")
	void whenTheEventLoopClosesTheReasonIsShutdown() throws Exception {
		Events client = new Events();
		try (TcpListener<String> listener = listen(SocketOptions.builder())) {
			try (TcpEventLoop loop = TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).build()) {
				loop.connect(ClientOptions.to("localhost", listener.port()), client.handlers().build())
					.get(10, TimeUnit.SECONDS);
			}
			assertThat(client.all()).containsExactly("open", "close SHUTDOWN");
			assertCloses(listener, CloseReason.PEER_END).isNull();
		}
	}

	@Test
	@DisplayName("B93 close(reason) is close() with that reason, and what was accepted goes out")
	void whenClosedForAReasonOfOnesOwnItIsTold() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			this.events.socket().send("goodbye");
			this.events.socket().close(CloseReason.RELOAD_FAILURE);
			assertThat(this.events.socket().isOpen()).isFalse();
			assertThat(peer.readAllText()).isEqualTo("goodbye");
			peer.finish();
			assertCloses(listener, CloseReason.RELOAD_FAILURE).isNull();
		}
	}

	@Test
	@DisplayName("B93 close(reason) says more than an end before it, and no more than a close")
	void whenClosedTwiceTheFirstReasonCounts() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.end();
			socket.close(CloseReason.RELOAD_FAILURE);
			socket.close(CloseReason.SHUTDOWN);
			socket.close();
			assertThat(peer.readAll()).isEmpty();
			peer.finish();
			assertCloses(listener, CloseReason.RELOAD_FAILURE).isNull();
		}
	}

	@Test
	@DisplayName("B93 after close() no reason of one's own counts")
	void whenClosedBeforeTheReasonStays() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			socket.close();
			socket.close(CloseReason.RELOAD_FAILURE);
			assertThat(peer.readAll()).isEmpty();
			peer.finish();
			assertCloses(listener, CloseReason.LOCAL_END).isNull();
		}
	}

	@Test
	void whenClosedForNoReasonItIsRefused() throws Exception {
		try (TcpListener<String> listener = listen(SocketOptions.builder());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatNullPointerException().isThrownBy(() -> socket.close(nothing())).withMessage("reason");
			assertThat(socket.isOpen()).isTrue();
			peer.finish();
		}
	}

	@SuppressWarnings("NullAway")
	private static CloseReason nothing() {
		return null;
	}

	private TcpListener<String> listen(SocketOptions.Builder options) {
		return TestLoop.listen(options.build(), this.events.handlers().build());
	}

	/**
	 * Wait for the one close, see the reason everywhere, and return the cause to look at.
	 */
	private AbstractThrowableAssert<?, ? extends Throwable> assertCloses(TcpListener<String> listener,
			CloseReason reason) {
		assertThat(this.events.awaitClose()).endsWith("close " + reason).startsWith("open");
		TcpSocket<String> socket = this.events.socket();
		assertThat(socket.closeReason()).isEqualTo(reason);
		assertThat(EnumSet.allOf(CloseReason.class))
			.allMatch((any) -> listener.closed(any) == ((any == reason) ? 1 : 0));
		return assertThat(socket.closeCause());
	}

}
