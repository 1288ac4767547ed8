package io.tcpboot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the log of what goes in and out.
 */
class WiretapTests {

	private static final SocketOptions TAPPED = SocketOptions.builder().wiretap(true).build();

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Pattern BYTES = Pattern.compile("^DEBUG TcpSocket .* (in|out) (\\d+) bytes");

	private final Events events = new Events();

	@AutoClose
	private final LogCapture log = new LogCapture("io.tcpboot.wiretap.tapped");

	private SocketHandlers<String> echo() {
		return this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build();
	}

	private static ServerOptions.Builder server() {
		return TestLoop.anyPort().name("tapped");
	}

	/**
	 * Return the lines as "in hello", with what the dump shows of the text.
	 */
	private List<String> dumps() {
		return this.log.all().stream().map(WiretapTests::dump).toList();
	}

	private static String dump(String line) {
		StringBuilder text = new StringBuilder();
		Pattern.compile("\\|([^|]{16})\\|\n")
			.matcher(line + "\n")
			.results()
			.forEach((row) -> text.append(row.group(1)));
		return direction(line) + " " + text.toString().strip();
	}

	private static String direction(String line) {
		return BYTES.matcher(line).results().findFirst().orElseThrow().group(1);
	}

	private long bytes(String direction) {
		return this.log.all()
			.stream()
			.flatMap((line) -> BYTES.matcher(line).results())
			.filter((found) -> found.group(1).equals(direction))
			.mapToLong((MatchResult found) -> Long.parseLong(found.group(2)))
			.sum();
	}

	@Test
	void whenTheServerAsksForItBothDirectionsAreLogged() throws Exception {
		try (Pair pair = Pair.accepted(server().socket(TAPPED), echo())) {
			assertThat(pair.peer.send("hello").readText(5)).isEqualTo("hello");
			this.events.socket().send("from another thread");
			assertThat(pair.peer.readText(19)).isEqualTo("from another thread");
			assertThat(dumps()).containsExactly("in hello", "out hello", "out from another thread");
			assertThat(this.log.all().get(0)).startsWith("DEBUG " + this.events.socket() + " in 5 bytes\n")
				.contains("68 65 6c 6c 6f");
		}
	}

	@Test
	void whenAClientAsksForItItsNameIsTheLoggers() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(echo())) {
			Events client = new Events();
			TcpSocket<String> socket = Stages.get(TestLoop.LOOP.connect(ClientOptions.builder()
				.name("tapped")
				.host("localhost")
				.port(listener.port())
				.socket(TAPPED)
				.build(), client.handlers().build()));
			assertThat(socket.wiretapLogger()).isEqualTo("io.tcpboot.wiretap.tapped");
			socket.send("hello");
			client.awaitReceived("hello");
			assertThat(bytes("in")).isEqualTo(5);
			assertThat(bytes("out")).isEqualTo(5);
			socket.terminate();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenEncryptedThePlainTextIsLogged(TlsProvider provider) throws Exception {
		ServerOptions options = server().socket(TAPPED).tls(TestTls.server(provider)).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(options, echo());
				Peer peer = TlsPeer.connect(listener.port())) {
			assertThat(peer.send("secret").readText(6)).isEqualTo("secret");
			assertThat(dumps()).containsExactly("in secret", "out secret");
		}
	}

	@Test
	void whenFramedWholeFramesAreLogged() throws Exception {
		SocketOptions options = TAPPED.toBuilder().framing(Framing.lengthField(2)).build();
		try (Pair pair = Pair.accepted(server().socket(options), echo())) {
			pair.peer.send("\0\2hi\0\2ho");
			assertThat(pair.peer.readText(8)).isEqualTo("\0\2hi\0\2ho");
			assertThat(bytes("in")).isEqualTo(8);
			assertThat(bytes("out")).isEqualTo(8);
			assertThat(this.log.all().get(0)).contains("00 02 68 69");
		}
	}

	@Test
	void whenUpgradedItGoesOnWithThePlainText() throws Exception {
		SocketHandlers<String> handlers = this.events.handlers().data((socket, bytes) -> {
			if (bytes.readByte() == 'T') {
				socket.send("GO\n");
				socket.upgradeTls(TestTls.server(TlsProvider.JDK));
			}
			else {
				socket.send("secret\n");
			}
		}).build();
		try (Pair pair = Pair.accepted(server().socket(TAPPED), handlers)) {
			assertThat(pair.peer.send("T").readText(3)).isEqualTo("GO\n");
			try (Peer peer = TlsPeer.upgrade(pair.peer)) {
				assertThat(peer.send("x").readText(7)).isEqualTo("secret\n");
			}
			assertThat(bytes("in")).isEqualTo(2);
			assertThat(bytes("out")).isEqualTo(10);
		}
	}

	@Test
	void whenAChunkIsLongItsBeginningIsShown() throws Exception {
		try (Pair pair = Pair.accepted(server().socket(TAPPED), this.events.handlers().build())) {
			this.events.socket().send("x".repeat(5000).getBytes(StandardCharsets.UTF_8));
			assertThat(pair.peer.readText(5000)).hasSize(5000);
			assertThat(this.log.all()).hasSize(1);
			assertThat(this.log.all().get(0)).contains(" out 5000 bytes, of which the first 1024\n")
				.hasSizeLessThan(10_000);
		}
	}

	@Test
	void whenListenedToForAWhileItEndsByItself() throws Exception {
		try (Pair pair = Pair.accepted(server(), echo())) {
			assertThat(pair.peer.send("before").readText(6)).isEqualTo("before");
			TcpSocket<String> socket = this.events.socket();
			socket.wiretap(Duration.ofMillis(200));
			TestLoop.settle(socket);
			assertThat(pair.peer.send("during").readText(6)).isEqualTo("during");
			Events.until(() -> !isTapped(socket));
			assertThat(pair.peer.send("after").readText(5)).isEqualTo("after");
			assertThat(dumps()).containsExactly("in during", "out during");
		}
	}

	@Test
	void whenProlongedAndEndedTheLastWordHolds() throws Exception {
		try (Pair pair = Pair.accepted(server(), echo())) {
			TcpSocket<String> socket = this.events.socket();
			socket.wiretap(Duration.ofNanos(1));
			socket.wiretap(LONG);
			TestLoop.settle(socket);
			TestLoop.settle(socket);
			assertThat(isTapped(socket)).isTrue();
			socket.wiretap(Duration.ZERO);
			TestLoop.settle(socket);
			assertThat(isTapped(socket)).isFalse();
			assertThat(pair.peer.send("after").readText(5)).isEqualTo("after");
			assertThat(this.log.all()).isEmpty();
		}
	}

	@Test
	void whenTheServerAsksForItItOutlastsAWhile() throws Exception {
		try (Pair pair = Pair.accepted(server().socket(TAPPED), echo())) {
			TcpSocket<String> socket = this.events.socket();
			socket.wiretap(Duration.ofNanos(1));
			TestLoop.settle(socket);
			TestLoop.settle(socket);
			assertThat(pair.peer.send("hello").readText(5)).isEqualTo("hello");
			assertThat(bytes("in")).isEqualTo(5);
		}
	}

	@Test
	void whenItBeginsAndEndsInTheMiddleNothingIsLostOrSwapped() throws Exception {
		int third = 1_000_000;
		byte[] bytes = Flow.bytes(3 * third);
		try (TcpListener<String> listener = TestLoop.LOOP.listen(server().build(), this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			Flow.onLoop(socket, () -> socket.send(bytes, 0, third));
			socket.wiretap(LONG);
			Flow.onLoop(socket, () -> socket.send(bytes, third, third));
			socket.wiretap(Duration.ZERO);
			Flow.onLoop(socket, () -> socket.send(bytes, 2 * third, third - 5) && socket.send(bytes, 3 * third - 5, 5));
			Received.assertWhole(peer.read(bytes.length), bytes);
			assertThat(bytes("out")).isGreaterThanOrEqualTo(third);
			Events.until(() -> socket.bytesWritten() == bytes.length && socket.pendingBytes() == 0);
		}
	}

	@Test
	void whenSmallWritesWaitForTheKernelTheyGoOutAllTheSame() throws Exception {
		byte[] bytes = Flow.bytes(4_000_100);
		try (TcpListener<String> listener = TestLoop.LOOP.listen(server().build(), this.events.handlers().build());
				Peer peer = Peer.connectNarrow(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			Flow.onLoop(socket, () -> socket.send(bytes, 0, 4_000_000));
			// Corked, as the kernel is full.
			Flow.onLoop(socket, () -> socket.send(bytes, 4_000_000, 100));
			socket.wiretap(LONG);
			TestLoop.settle(socket);
			Received.assertWhole(peer.read(bytes.length), bytes);
		}
	}

	@Test
	void whenTheLoggerIsNotAtDebugNothingIsLogged() throws Exception {
		try (LogCapture other = new LogCapture("io.tcpboot.wiretap.other");
				Pair pair = Pair.accepted(TestLoop.anyPort().name("other").socket(TAPPED), echo())) {
			other.off();
			assertThat(pair.peer.send("hello").readText(5)).isEqualTo("hello");
			assertThat(other.all()).isEmpty();
		}
	}

	private static boolean isTapped(TcpSocket<?> socket) throws Exception {
		return Flow.onLoop(socket, () -> {
			var channel = ((NettySocket<?>) socket).channel;
			return channel != null && Pipeline.isTapped(channel);
		});
	}

}
