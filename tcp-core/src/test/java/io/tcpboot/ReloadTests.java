package io.tcpboot;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Handlers are replaced under live sockets.
 */
class ReloadTests {

	private final Events before = new Events();

	private final Events after = new Events();

	@Test
	@DisplayName("B73 a listener's reload switches every open socket from its next event on, and tells it")
	void whenListenerReloadsOpenSocketsUseTheNewSet() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer one = Peer.connect(listener.port());
				Peer two = Peer.connect(listener.port())) {
			this.before.socket(1);
			listener.reload(this.after.handlers().build());
			one.send("one").finish();
			two.send("two").finish();
			stop(listener);
			assertThat(this.after.all()).containsExactlyInAnyOrder("reload", "reload", "data one", "data two", "end",
					"end", "close PEER_END", "close PEER_END");
			assertThat(this.before.all()).containsExactly("open", "open");
		}
	}

	@Test
	@DisplayName("B73 a listener's reload holds for connections accepted later, which are told of no reload")
	void whenListenerReloadsLaterSocketsUseTheNewSet() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build())) {
			listener.reload(this.after.handlers().build());
			try (Peer peer = Peer.connect(listener.port())) {
				peer.send("hello").finish();
				assertThat(this.after.awaitClose()).containsExactly("open", "data hello", "end", "close PEER_END");
			}
			assertThat(this.before.all()).isEmpty();
		}
	}

	@Test
	@DisplayName("B73 of two reloads in a row the second set is told, once")
	void whenReloadedTwiceTheLastSetIsToldOnce() throws Exception {
		Events between = new Events();
		try (TcpListener<String> listener = reloadingItself((socket, server) -> {
			server.reload(between.handlers().build());
			server.reload(this.after.handlers().build());
		}); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			this.after.await("reload");
			peer.finish();
			assertThat(this.after.awaitClose()).containsExactly("reload", "end", "close PEER_END");
			assertThat(between.all()).isEmpty();
		}
	}

	@Test
	@DisplayName("B74 a running handler finishes with the old code; the reload is told after it, not inside")
	void whenReloadedFromInsideARunningHandlerFinishesFirst() throws Exception {
		try (TcpListener<String> listener = reloadingItself((socket, server) -> {
			server.reload(this.after.handlers().build());
			this.after.add("old code goes on");
		}); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			this.after.await("reload");
			peer.send("two").finish();
			assertThat(this.after.awaitClose()).containsExactly("old code goes on", "reload", "data two", "end",
					"close PEER_END");
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@Test
	@DisplayName("B74 what the old code throws after the reload is for the new set, which sees the reload first")
	void whenReloadingHandlerThrowsTheNewSetIsTold() throws Exception {
		try (TcpListener<String> listener = reloadingItself((socket, server) -> {
			server.reload(this.after.handlers().build());
			throw new IllegalStateException("late");
		}); Peer peer = Peer.connect(listener.port())) {
			peer.send("one");
			assertThat(this.after.await("error late")).containsExactly("reload", "error late");
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("B74 reload from inside any handler is safe, and the next event sees the new set")
	void whenAnyHandlerReloadsTheNextEventUsesTheNewSet(ProvokedEvent event) throws Exception {
		SocketHandlers<String> after = this.after.handlers().build();
		SocketHandlers<String> before = event.on(this.before.handlers().open(this.before::open), (socket) -> {
			socket.reload(after);
			this.before.open(socket);
		}).build();
		try (TcpListener<String> listener = TestLoop.listen(ProvokedEvent.OPTIONS, before);
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.before.socket();
			event.provoke(socket, peer, before);
			this.before.socket((event != ProvokedEvent.OPEN) ? 1 : 0);
			socket.terminate();
			stop(listener);
			assertThat(this.before.count("close")).isZero();
			assertThat(this.after.all())
				.isEqualTo((event != ProvokedEvent.CLOSE) ? List.of("reload", "close TERMINATED") : List.of());
		}
	}

	@Test
	@DisplayName("B75 a handler that the new set leaves out is gone")
	void whenNewSetOmitsHandlersTheyAreGone() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.before.socket();
			listener.reload(SocketHandlers.<String>builder().data(this.after::data).build());
			peer.send("hello").finish();
			stop(listener);
			assertThat(this.after.all()).containsExactly("data hello");
			assertThat(this.before.all()).containsExactly("open");
		}
	}

	@Test
	@DisplayName("B76 a client's reload affects that connection only")
	void whenClientReloadsOthersKeepTheirSet() throws Exception {
		try (TcpListener<String> listener = TestLoop
			.listen(this.before.handlers().data((socket, bytes) -> socket.send(bytes)).build())) {
			Events other = new Events();
			TcpSocket<String> one = connect(listener, new Events().handlers().build());
			TcpSocket<String> two = connect(listener, other.handlers().build());
			one.reload(this.after.handlers().build());
			one.end("one");
			two.end("two");
			assertThat(this.after.awaitClose()).containsExactly("reload", "data one", "end", "close LOCAL_END");
			assertThat(other.awaitClose()).containsExactly("open", "data two", "end", "close LOCAL_END");
			stop(listener);
			assertThat(this.before.count("close PEER_END")).isEqualTo(2);
			assertThat(this.before.count("reload")).isZero();
		}
	}

	@Test
	@DisplayName("B76 an accepted socket's own reload affects neither its siblings nor later connections")
	void whenAcceptedSocketReloadsItsSiblingsKeepTheirSet() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer one = Peer.connect(listener.port())) {
			this.before.socket().reload(this.after.handlers().build());
			this.after.await("reload");
			try (Peer two = Peer.connect(listener.port())) {
				one.send("one").finish();
				two.send("two").finish();
				stop(listener);
			}
			assertThat(this.after.all()).containsExactly("reload", "data one", "end", "close PEER_END");
			assertThat(this.before.all()).containsExactly("open", "open", "data two", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B76 a listener's reload also reaches a socket that was reloaded on its own before")
	void whenListenerReloadsASocketOfItsOwnSetFollows() throws Exception {
		Events own = new Events();
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.before.socket().reload(own.handlers().build());
			own.await("reload");
			listener.reload(this.after.handlers().build());
			peer.send("hello").finish();
			assertThat(this.after.awaitClose()).containsExactly("reload", "data hello", "end", "close PEER_END");
			assertThat(own.all()).containsExactly("reload");
		}
	}

	@Test
	@DisplayName("B77 an invalid new set is rejected, and the old one keeps running")
	void whenNewSetIsInvalidTheOldOneKeepsRunning() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.before.socket();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> listener.reload(SocketHandlers.<String>builder().end(TcpSocket::close).build()))
				.withMessageStartingWith("data:");
			assertThatNullPointerException().isThrownBy(() -> listener.reload(nothing())).withMessage("handlers");
			assertThatNullPointerException().isThrownBy(() -> socket.reload(nothing())).withMessage("handlers");
			peer.send("hello").finish();
			assertThat(this.before.awaitClose()).containsExactly("open", "data hello", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B77 reload changes neither address nor port nor context")
	void whenReloadedAddressPortAndDataStay() throws Exception {
		try (TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().build(),
				this.before.handlers().build(), () -> "initial"); Peer first = Peer.connect(listener.port())) {
			SocketAddress address = listener.localAddress();
			this.before.socket().data("mine");
			listener.reload(this.after.handlers().close((socket, reason) -> this.after.add(socket.data())).build());
			assertThat(listener.localAddress()).isEqualTo(address);
			first.finish();
			this.after.await("mine");
			try (Peer second = Peer.connect(((InetSocketAddress) address).getPort())) {
				second.finish();
				this.after.await("initial");
			}
		}
	}

	@Test
	@DisplayName("B77 reload after stop() serves the connections that are left")
	void whenReloadedAfterStopRemainingSocketsUseTheNewSet() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.before.handlers().build());
				Peer peer = Peer.connect(listener.port())) {
			this.before.socket();
			listener.stop();
			listener.reload(this.after.handlers().data((socket, bytes) -> socket.send("new")).build());
			assertThat(peer.send("hello").readText(3)).isEqualTo("new");
			peer.finish();
			assertThat(this.after.awaitClose()).containsExactly("reload", "end", "close PEER_END");
		}
	}

	@Test
	void whenASetHandlesReloadItSaysSo() {
		assertThat(this.before.handlers().build().handlesReload()).isTrue();
		assertThat(SocketHandlers.<String>builder().discardData().build().handlesReload()).isFalse();
	}

	private TcpListener<String> reloadingItself(BiConsumer<TcpSocket<String>, TcpListener<String>> action) {
		AtomicReference<TcpListener<String>> listener = new AtomicReference<>();
		listener.set(TestLoop
			.listen(this.before.handlers().data((socket, bytes) -> action.accept(socket, listener.get())).build()));
		return listener.get();
	}

	private static TcpSocket<String> connect(TcpListener<?> listener, SocketHandlers<String> handlers)
			throws Exception {
		return TestLoop.LOOP.connect(ClientOptions.to("localhost", listener.port()), handlers)
			.get(10, TimeUnit.SECONDS);
	}

	/**
	 * Stop, and wait until every socket has seen its last event.
	 */
	private static void stop(TcpListener<?> listener) throws Exception {
		listener.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@SuppressWarnings("NullAway")
	private static SocketHandlers<String> nothing() {
		return null;
	}

}
