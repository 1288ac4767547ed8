package io.tcpboot;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.unix.DomainSocketAddress;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Program;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Unix sockets behave as over TCP.
 */
class UnixSocketTests {

	private static final int MIB = 1024 * 1024;

	private static final SocketOptions HALF_OPEN = SocketOptions.builder()
		.allowHalfOpen(true)
		.sendBufferSize(16 * 1024)
		.build();

	private final Events events = new Events();

	@TempDir
	private Path folder;

	private Path path;

	@BeforeEach
	void setUp() {
		this.path = this.folder.resolve("x.sock");
	}

	@Test
	@DisplayName("B100 a client and a server talk over a path")
	void whenConnectedOverAPathBytesGoBothWays() throws Exception {
		Events client = new Events();
		try (TcpListener<String> listener = echo()) {
			TcpSocket<String> socket = connect(ClientOptions.unix(this.path), client.handlers().build());
			socket.end("abc");
			assertThat(client.awaitClose()).containsExactly("open", "data abc", "end", "close LOCAL_END");
			assertThat(listener.accepted()).isEqualTo(1);
		}
	}

	@Test
	@DisplayName("B100 addresses are readable on both sides, whatever the transport, also in close")
	void whenConnectedOverAPathAddressesAreThere() throws Exception {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(this.path);
		UnixDomainSocketAddress unnamed = UnixDomainSocketAddress.of("");
		Events client = new Events();
		try (TcpListener<String> listener = listen(this.events.handlers().build())) {
			TcpSocket<String> socket = connect(ClientOptions.unix(this.path), client.handlers().build());
			assertThat(socket.remoteAddress()).isEqualTo(address).isEqualTo(listener.localAddress());
			assertThat(socket.localAddress()).isEqualTo(unnamed);
			assertThat(this.events.socket().localAddress()).isEqualTo(address);
			socket.close();
			this.events.awaitClose();
			assertThat(this.events.socket().remoteAddress()).isEqualTo(unnamed);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "socat -t5 - UNIX-CONNECT:", "nc -N -w5 -U " })
	@DisplayName("B100 programs of the machine are served, though they half-close after their request")
	void whenAProgramConnectsItIsServed(String program) throws Exception {
		assumeTrue(Program.exists(program.substring(0, program.indexOf(' '))));
		try (TcpListener<String> listener = echo()) {
			assertThat(Program.run("echo abc | " + program + listener.name())).isEqualTo("abc\n");
		}
	}

	@Test
	@DisplayName("B100 two clients of one path are two sockets")
	void whenTwoConnectTheyAreTold() throws Exception {
		try (TcpListener<String> listener = echo();
				Peer first = Peer.connect(this.path);
				Peer second = Peer.connect(this.path)) {
			assertThat(first.send("one").readText(3)).isEqualTo("one");
			assertThat(second.send("two").readText(3)).isEqualTo("two");
			assertThat(listener.accepted()).isEqualTo(2);
		}
	}

	@Test
	@DisplayName("B100 the longest path works, for client and server")
	void whenPathIsAsLongAsItMayBeItWorks() throws Exception {
		this.path = UnixPlace.ofBytes(this.folder, Check.MAX_SOCKET_PATH_BYTES);
		whenConnectedOverAPathBytesGoBothWays();
	}

	@Test
	@DisplayName("B100 a short name in the longest folder works")
	void whenFolderIsAsLongAsItMayBeItWorks() throws Exception {
		Path longest = UnixPlace.ofBytes(this.folder, SocketFileDraft.MAX_FOLDER_BYTES);
		this.path = Files.createDirectory(longest).resolve("x");
		whenConnectedOverAPathBytesGoBothWays();
	}

	@Test
	@DisplayName("B100 nor is its name taken while it is made, where there is hardly another one")
	void whenThereAreFewNamesForTheDraftItTakesAnother() throws Exception {
		Path longest = UnixPlace.ofBytes(this.folder, SocketFileDraft.MAX_FOLDER_BYTES);
		this.path = Files.createDirectory(longest).resolve("x");
		for (int i = 0; i < 200; i++) {
			UnixPlace.echo(ServerOptions.builder().path(this.path)).close();
		}
	}

	@Test
	@DisplayName("B100 an abstract name needs no file")
	@EnabledIf("hasAbstractNames")
	void whenNameIsAbstractItWorks() throws Exception {
		String name = this.path.toString();
		Events client = new Events();
		try (TcpListener<String> listener = UnixPlace.echo(ServerOptions.builder().abstractName(name))) {
			assertThat(listener.name()).isEqualTo("@" + name);
			assertThat(listener.localAddress()).isEqualTo(new DomainSocketAddress("\0" + name));
			TcpSocket<String> socket = connect(ClientOptions.builder().abstractName(name).build(),
					client.handlers().build());
			assertThat(socket.remoteAddress()).isEqualTo(listener.localAddress());
			socket.send("abc");
			client.awaitReceived("abc");
			assertThat(this.folder).isEmptyDirectory();
		}
	}

	@Test
	@DisplayName("B100 an abstract name is the one that other programs know, and free after the stop")
	@EnabledIf("hasAbstractNames")
	void whenNameIsAbstractOthersFindIt() throws Exception {
		String name = this.path.toString();
		ServerOptions.Builder options = ServerOptions.builder().abstractName(name);
		try (TcpListener<String> listener = UnixPlace.echo(options)) {
			assertThat(Program.run("echo abc | socat -t5 - ABSTRACT-CONNECT:" + name)).isEqualTo("abc\n");
			TcpBindException failure = catchThrowableOfType(TcpBindException.class, () -> UnixPlace.echo(options));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(failure).hasMessage("Cannot listen on " + listener.name() + ": address in use");
		}
		UnixPlace.echo(options).close();
	}

	static boolean isNio() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.NIO;
	}

	static boolean hasAbstractNames() {
		return UnixPlace.hasAbstractNames();
	}

	@Test
	@DisplayName("B100 a transport without abstract names says so, at the call")
	void whenTransportHasNoAbstractNamesItSaysSo() {
		String message = "abstractName: x (expected: a transport that knows such names: EPOLL; this is NIO)";
		try (TcpEventLoop nio = TcpEventLoop.builder().transport(Transport.Kind.NIO).build()) {
			ServerOptions server = ServerOptions.builder().abstractName("x").build();
			assertThatIllegalArgumentException().isThrownBy(() -> nio.listen(server, this.events.handlers().build()))
				.withMessage(message);
			ClientOptions client = ClientOptions.builder().abstractName("x").build();
			assertThatIllegalArgumentException().isThrownBy(() -> nio.connect(client, this.events.handlers().build()))
				.withMessage(message);
		}
	}

	@Test
	@DisplayName("B100 a 16 MiB response to a slow reader that has half-closed arrives whole, in bounded memory")
	void whenPeerReadsSlowlyTheResponseArrivesWhole() throws Exception {
		byte[] response = Flow.bytes(16 * MIB);
		Pump pump = new Pump(response);
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path).socket(HALF_OPEN),
				this.events.handlers().end(pump::write).drain(pump::write).build())) {
			pair.peer.finish();
			TcpSocket<String> socket = this.events.socket();
			Events.until(() -> socket.pendingBytes() > 0);
			assertThat(socket.pendingBytes()).isLessThanOrEqualTo(HALF_OPEN.highWaterMark());
			Received.assertWhole(pair.peer.readAll(), response);
			assertThat(this.events.awaitClose()).containsExactly("open", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B100 pausing stalls the peer, and resuming delivers every byte in order, then the end")
	void whenPausedThePeerStalls() throws Exception {
		byte[] bytes = Flow.bytes(4 * MIB);
		Received received = new Received();
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path).acceptPaused(true), received.handlers().build())) {
			CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(pair.peer, bytes));
			TcpSocket<String> socket = received.socket();
			TestLoop.settle(socket);
			assertThat(socket.bytesRead()).isZero();
			assertThat(sent).isNotDone();
			socket.resume();
			Received.assertWhole(received.awaitClose(), bytes);
		}
	}

	private static void send(Peer peer, byte[] bytes) {
		try {
			peer.send(bytes).finish();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("B59 B100 with half-open, end is called once and writes go on until the local end")
	void whenPeerFinishesWritesGoOn() throws Exception {
		try (Pair pair = halfOpen()) {
			pair.peer.finish();
			this.events.await("end");
			assertThat(this.events.socket().send("one")).isTrue();
			assertThat(pair.peer.readText(3)).isEqualTo("one");
			assertThat(this.events.socket().end("two")).isTrue();
			assertThat(pair.peer.readAllText()).isEqualTo("two");
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B60 B100 a half-open socket whose peer goes with bytes unread is closed, though nobody writes")
	void whenPeerLeavesBytesUnreadItIsAReset() throws Exception {
		try (Pair pair = halfOpen()) {
			pair.peer.finish();
			this.events.await("end");
			this.events.socket().send("unread");
			Events.until(() -> this.events.socket().pendingBytes() == 0);
			pair.peer.close();
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close RESET");
		}
	}

	@Test
	@DisplayName("B60 B100 a half-open socket whose peer has gone costs no processor time; a write closes it")
	void whenPeerHasGoneAWriteTells() throws Exception {
		try (Pair pair = halfOpen()) {
			pair.peer.finish();
			this.events.await("end");
			pair.peer.close();
			assertThat(LoopTime.used(this.events.socket())).isLessThan(LoopTime.IDLE);
			assertThat(this.events.all()).containsExactly("open", "end");
			this.events.socket().send("anyone?");
			assertThat(this.events.awaitClose()).containsExactly("open", "end", "close RESET");
		}
	}

	@Test
	@DisplayName("B65 B100 a FIN received while paused is told after the data, though the peer has gone")
	void whenPeerGoesWhilePausedItsEndWaits() throws Exception {
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path).acceptPaused(true), this.events.handlers().build())) {
			pair.peer.send("abc").close();
			TestLoop.settle(this.events.socket());
			assertThat(this.events.all()).containsExactly("open");
			this.events.socket().resume();
			assertThat(this.events.awaitClose()).containsExactly("open", "data abc", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B100 a reload is seen by live sockets")
	void whenReloadedLiveSocketsSeeIt() throws Exception {
		try (TcpListener<String> listener = echo(); Peer peer = Peer.connect(this.path)) {
			assertThat(peer.send("abc").readText(3)).isEqualTo("abc");
			listener.reload(SocketHandlers.<String>builder().data((socket, bytes) -> socket.send("new")).build());
			assertThat(peer.send("abc").readText(3)).isEqualTo("new");
		}
	}

	@Test
	@DisplayName("B100 end() keeps delivering until the peer finishes")
	void whenEndedTheReplyIsDelivered() throws Exception {
		try (Pair pair = Pair.connected(this.path, this.events.handlers().build())) {
			this.events.socket().end("request");
			assertThat(pair.peer.readAllText()).isEqualTo("request");
			pair.peer.send("reply").finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "data reply", "end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B100 close() does not destroy what was accepted, though there is unread input")
	void whenClosedNothingAcceptedIsLost() throws Exception {
		byte[] bytes = Flow.bytes(MIB);
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path), this.events.handlers().data((socket, input) -> {
			socket.send(bytes);
			socket.close();
		}).build())) {
			pair.peer.send(new byte[100_000]);
			Received.assertWhole(pair.peer.readAll(), bytes);
			pair.peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B100 terminate() closes at once; what the kernel has, the peer still gets, then an end")
	void whenTerminatedItIsClosedAtOnce() throws Exception {
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path), this.events.handlers().build())) {
			this.events.socket().send("abc");
			Events.until(() -> this.events.socket().pendingBytes() == 0);
			this.events.socket().terminate();
			assertThat(pair.peer.readAllText()).isEqualTo("abc");
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	@Test
	@DisplayName("B100 terminate() with input unread is a reset for the peer")
	@DisabledIf(value = "isNio", disabledReason = "the JDK sends a FIN before it closes")
	void whenTerminatedWithInputUnreadThePeerIsReset() throws Exception {
		try (Pair pair = Pair.accepted(UnixPlace.at(this.path).acceptPaused(true), this.events.handlers().build())) {
			pair.peer.send("unread");
			this.events.socket().terminate();
			assertThat(pair.peer.readsReset()).isTrue();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	@Test
	@DisplayName("B100 connections beyond the limit are refused and counted")
	void whenFullMoreAreRefused() throws Exception {
		try (TcpListener<String> listener = UnixPlace.echo(UnixPlace.at(this.path).maxConnections(1));
				Peer first = Peer.connect(this.path)) {
			assertThat(first.send("one").readText(3)).isEqualTo("one");
			try (Peer second = Peer.connect(this.path)) {
				assertThat(second.readAll()).isEmpty();
			}
			Events.until(() -> listener.rejected() == 1);
		}
	}

	@Test
	@DisplayName("B100 a path where there is no file is told so")
	void whenFileIsMissingItIsSaid() {
		TcpConnectException failure = failure(ClientOptions.unix(this.path));
		assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.NOT_FOUND);
		assertThat(failure).hasMessage("Cannot connect to " + this.path + ": no such file");
		assertThat(failure.host()).isEqualTo(this.path.toString());
		assertThat(failure.port()).isEqualTo(-1);
		assertThat(this.events.all()).containsExactly("connectError NOT_FOUND");
	}

	@Test
	@DisplayName("B100 a stale file refuses connections")
	void whenFileIsStaleItRefuses() throws Exception {
		UnixPlace.stale(this.path);
		assertThat(failure(ClientOptions.unix(this.path)).kind()).isEqualTo(TcpConnectException.Kind.REFUSED);
	}

	@Test
	@DisplayName("B100 an abstract name that nobody has refuses connections")
	@EnabledIf("hasAbstractNames")
	void whenNameIsNobodysItRefuses() {
		TcpConnectException failure = failure(ClientOptions.builder().abstractName("tcpboot-nobody").build());
		assertThat(failure.kind()).isEqualTo(TcpConnectException.Kind.REFUSED);
		assertThat(failure.host()).isEqualTo("@tcpboot-nobody");
	}

	@Test
	@DisplayName("B100 a file that may not be connected to is told so")
	void whenConnectingIsForbiddenItIsSaid() {
		IOException denied = new IOException("connect(..) failed with error(-13): Permission denied");
		assertThat(Failures.connectKind(denied)).isEqualTo(TcpConnectException.Kind.PERMISSION_DENIED);
	}

	@Test
	@DisplayName("B100 with a full backlog a connect waits for its place, up to the timeout")
	void whenBacklogIsFullTheConnectWaits() throws Exception {
		try (ServerSocketChannel server = full()) {
			ClientOptions brief = ClientOptions.builder().path(this.path).connectTimeout(Duration.ofMillis(50)).build();
			assertThat(failure(brief).kind()).isEqualTo(TcpConnectException.Kind.TIMED_OUT);
			CompletableFuture<TcpSocket<String>> waiting = TestLoop.LOOP.connect(ClientOptions.unix(this.path),
					this.events.handlers().build());
			try (SocketChannel accepted = server.accept()) {
				assertThat(waiting.get(20, TimeUnit.SECONDS).isOpen()).isEqualTo(accepted.isOpen());
			}
		}
	}

	@Test
	@DisplayName("B25 B100 cancelling a connect that waits for its place aborts it")
	void whenCancelledNothingIsLeft() throws Exception {
		try (ServerSocketChannel server = full()) {
			long before = Kernel.descriptors();
			CompletableFuture<TcpSocket<String>> attempt = TestLoop.LOOP.connect(ClientOptions.unix(this.path),
					this.events.handlers().build());
			attempt.cancel(true);
			assertThat(this.events.await("connectError CANCELLED")).hasSize(1);
			Events.until(() -> Kernel.descriptors() <= before);
			assertThat(server.isOpen()).isTrue();
		}
	}

	/**
	 * Return a server that has no place left in its backlog.
	 */
	private ServerSocketChannel full() throws Exception {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		server.bind(UnixDomainSocketAddress.of(this.path), 1);
		for (int i = 0; i < 2; i++) {
			connect(ClientOptions.unix(this.path), new Events().handlers().build());
		}
		return server;
	}

	private TcpListener<String> echo() {
		return UnixPlace.echo(UnixPlace.at(this.path));
	}

	private TcpListener<String> listen(SocketHandlers<String> handlers) {
		return UnixPlace.listen(this.path, handlers);
	}

	private Pair halfOpen() throws IOException {
		return Pair.accepted(UnixPlace.at(this.path).socket(HALF_OPEN), this.events.handlers().build());
	}

	private static TcpSocket<String> connect(ClientOptions options, SocketHandlers<String> handlers) throws Exception {
		return TestLoop.LOOP.connect(options, handlers).get(20, TimeUnit.SECONDS);
	}

	private TcpConnectException failure(ClientOptions options) {
		ExecutionException failure = catchThrowableOfType(ExecutionException.class,
				() -> connect(options, this.events.handlers().build()));
		return (TcpConnectException) failure.getCause();
	}

}
