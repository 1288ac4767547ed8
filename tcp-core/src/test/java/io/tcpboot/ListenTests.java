package io.tcpboot;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.netty.channel.ChannelOption;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Binding a port, and what the kernel and each new socket are given.
 */
class ListenTests {

	private final Events events = new Events();

	@AutoClose
	private final Peers peers = new Peers();

	@Test
	@DisplayName("B1 port 0 becomes the real port")
	void whenPortIsZeroTheRealPortIsTold() throws Exception {
		try (TcpListener<String> listener = listen(TestLoop.anyPort()); Peer peer = Peer.connect(listener.port())) {
			assertThat(listener.port()).isBetween(1, 65535);
			assertThat(listener.localAddress()).isEqualTo(new InetSocketAddress("localhost", listener.port()));
			assertThat(peer.send("hello").readText(5)).isEqualTo("hello");
		}
	}

	@Test
	@DisplayName("B2 an occupied port fails at once, with host and port")
	void whenPortIsOccupiedListenFails() {
		try (TcpListener<String> first = listen(TestLoop.anyPort())) {
			TcpBindException failure = failure(TestLoop.anyPort().port(first.port()));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(failure.address()).isEqualTo(new InetSocketAddress("localhost", first.port()));
			assertThat(failure).hasMessage("Cannot listen on localhost:" + first.port() + ": address in use");
		}
	}

	@Test
	@DisplayName("B2 a failed listen leaves no server behind")
	void whenListenHasFailedNothingListens() {
		TcpListener<String> first = listen(TestLoop.anyPort());
		failure(TestLoop.anyPort().port(first.port()));
		first.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> Peer.connect(first.port()).close());
	}

	@Test
	@DisplayName("B2 the same call succeeds once the port is free")
	void whenPortIsFreeAgainTheSameCallSucceeds() throws Exception {
		TcpListener<String> first = listen(TestLoop.anyPort());
		ServerOptions.Builder same = TestLoop.anyPort().port(first.port());
		failure(same);
		first.close();
		try (TcpListener<String> again = listen(same); Peer peer = Peer.connect(again.port())) {
			assertThat(peer.send("again").readText(5)).isEqualTo("again");
		}
	}

	@ParameterizedTest(name = "{0}: {1}")
	@DisplayName("B4 an unusable bind address fails with a kind")
	@CsvSource({ "no such host, UNKNOWN_HOST", "::1%nosuch, UNKNOWN_HOST", "240.0.0.1, ADDRESS_NOT_AVAILABLE" })
	void whenAddressIsUnusableTheKindSaysWhy(String host, TcpBindException.Kind kind) {
		TcpBindException failure = failure(ServerOptions.builder().host(host).port(0));
		assertThat(failure.kind()).isEqualTo(kind);
		assertThat(((InetSocketAddress) failure.address()).getHostString()).isEqualTo(host);
		assertThat(failure).hasMessageContaining(host).hasCauseInstanceOf(IOException.class);
	}

	@Test
	@DisplayName("B12 the listener knows its live sockets")
	void whenSocketsComeAndGoTheListenerKnows() throws Exception {
		try (TcpListener<String> listener = listen(TestLoop.anyPort())) {
			this.peers.connect(listener.port(), 2);
			assertThat(List.of(this.events.socket(), this.events.socket(1)))
				.containsExactlyInAnyOrderElementsOf(listener.sockets());
			listener.sockets().forEach(TcpSocket::terminate);
			Events.until(() -> this.events.count("close") == 2);
			assertThat(listener.sockets()).isEmpty();
			assertThat(listener.accepted()).isEqualTo(2);
			assertThat(listener.closed(CloseReason.TERMINATED)).isEqualTo(2);
		}
	}

	@Test
	@DisplayName("B12 nobody else can change the live sockets")
	void whenViewIsChangedItRefuses() {
		try (TcpListener<String> listener = listen(TestLoop.anyPort())) {
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> listener.sockets().clear());
		}
	}

	@Test
	@DisplayName("B13 SO_REUSEADDR, TCP_NODELAY and a backlog of 512 by default")
	void whenNothingIsSetTheKernelGetsTheDefaults() throws Exception {
		try (TcpListener<String> listener = listen(TestLoop.anyPort())) {
			this.peers.connect(listener.port());
			assertThat(Kernel.option(listener, ChannelOption.SO_REUSEADDR)).isTrue();
			assertThat(Kernel.option(listener, ChannelOption.SO_BACKLOG)).isEqualTo(512);
			assertThat(Kernel.option(this.events.socket(), ChannelOption.TCP_NODELAY)).isTrue();
		}
	}

	@Test
	@DisplayName("B13 the backlog is configurable")
	void whenBacklogIsOneTheThirdToWaitHearsNothing() throws Exception {
		ServerOptions.Builder options = TestLoop.anyPort()
			.backlog(1)
			.maxConnections(1)
			.whenFull(ServerOptions.WhenFull.WAIT);
		try (TcpListener<String> listener = listen(options); Socket third = new Socket()) {
			this.peers.connect(listener.port());
			this.events.socket();
			// Linux lets one more wait than asked for.
			this.peers.connect(listener.port(), 2);
			assertThatExceptionOfType(SocketTimeoutException.class)
				.isThrownBy(() -> third.connect(listener.localAddress(), 200));
		}
	}

	@Test
	@DisplayName("B13 TCP_NODELAY can be switched off")
	void whenNoDelayIsOffTheKernelKnows() throws Exception {
		SocketOptions options = SocketOptions.builder().noDelay(false).build();
		try (TcpListener<String> listener = listen(TestLoop.anyPort().socket(options))) {
			this.peers.connect(listener.port());
			assertThat(Kernel.option(this.events.socket(), ChannelOption.TCP_NODELAY)).isFalse();
		}
	}

	@Test
	@DisplayName("B14 two listeners with reusePort share a port")
	void whenBothReuseThePortBothAccept() throws Exception {
		try (TcpListener<String> first = listen(TestLoop.anyPort().reusePort(true));
				TcpListener<String> second = listen(TestLoop.anyPort().port(first.port()).reusePort(true))) {
			Events.until(() -> {
				Peer.connect(first.port()).close();
				return first.accepted() > 0 && second.accepted() > 0;
			});
		}
	}

	@ParameterizedTest
	@DisplayName("B14 with reusePort on one of them only, the second fails")
	@CsvSource({ "true, false", "false, true" })
	void whenOnlyOneReusesThePortTheSecondFails(boolean first, boolean second) {
		try (TcpListener<String> listener = listen(TestLoop.anyPort().reusePort(first))) {
			assertThat(failure(TestLoop.anyPort().port(listener.port()).reusePort(second)).kind())
				.isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
		}
	}

	@Test
	@DisplayName("B15 each socket gets data of its own from the supplier")
	void whenTwoConnectEachHasItsOwnData() throws Exception {
		AtomicInteger number = new AtomicInteger();
		try (TcpListener<String> listener = listen(() -> "data " + number.incrementAndGet())) {
			this.peers.connect(listener.port(), 2);
			assertThat(List.of(this.events.socket(), this.events.socket(1))).extracting(TcpSocket::data)
				.containsExactlyInAnyOrder("data 1", "data 2");
		}
	}

	@Test
	@DisplayName("B15 without a supplier there is no data to share")
	void whenNoSupplierIsGivenThereIsNoData() throws Exception {
		try (TcpListener<String> listener = listen(TestLoop.anyPort())) {
			this.peers.connect(listener.port(), 2);
			this.events.socket().data("mine");
			assertThat(this.events.socket(1).data()).isNull();
		}
	}

	@Test
	@DisplayName("B15 the data is there when open is called")
	void whenOpenIsCalledTheDataIsThere() throws Exception {
		SocketHandlers<String> handlers = this.events.handlers()
			.open((socket) -> this.events.add("open with " + socket.data()))
			.build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().build(), handlers, () -> "data")) {
			this.peers.connect(listener.port());
			this.events.await("open with data");
		}
	}

	@Test
	@DisplayName("B15 a supplier that fails closes that socket only, which no handler sees")
	void whenTheSupplierFailsTheSocketCloses() throws Exception {
		AtomicInteger number = new AtomicInteger();
		try (TcpListener<String> listener = listen(() -> "data " + 1 / number.getAndIncrement())) {
			Peer unlucky = this.peers.connect(listener.port());
			assertThat(unlucky.readAll()).isEmpty();
			unlucky.finish();
			Events.until(() -> listener.closed(CloseReason.HANDLER_FAILURE) == 1);
			assertThat(this.events.all()).isEmpty();
			this.peers.connect(listener.port());
			assertThat(this.events.socket().data()).isEqualTo("data 1");
		}
	}

	@Test
	@DisplayName("B16 new initial data is for sockets accepted afterwards")
	void whenInitialDataIsReplacedOpenSocketsKeepTheirs() throws Exception {
		try (TcpListener<String> listener = listen(() -> "old")) {
			this.peers.connect(listener.port());
			TcpSocket<String> before = this.events.socket();
			listener.initialData(() -> "new");
			this.peers.connect(listener.port());
			assertThat(this.events.socket(1).data()).isEqualTo("new");
			assertThat(before.data()).isEqualTo("old");
		}
	}

	private TcpListener<String> listen(Supplier<String> initialData) {
		return TestLoop.LOOP.listen(TestLoop.anyPort().build(), this.events.handlers().build(), initialData);
	}

	private TcpListener<String> listen(ServerOptions.Builder options) {
		return TestLoop.LOOP.listen(options.build(),
				this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
	}

	private TcpBindException failure(ServerOptions.Builder options) {
		return catchThrowableOfType(TcpBindException.class, () -> listen(options).close());
	}

}
