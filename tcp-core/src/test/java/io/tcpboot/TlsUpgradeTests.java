package io.tcpboot;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of connections that begin in plain text and go on with TLS. The command is
 * {@code TLS\n}, and the server answers {@code GO\n}.
 */
class TlsUpgradeTests {

	private static final SocketOptions LINES = SocketOptions.builder().framing(Framing.lines()).build();

	private final Events events = new Events();

	private final CompletableFuture<Void> upgraded = new CompletableFuture<>();

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 a server goes on with TLS, and its handlers see plain text only")
	void whenAClientAsksForTlsTheServerGoesOnWithIt(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(server(provider));
				Peer plain = Peer.connect(listener.port())) {
			plain.send("hello\nTLS\n");
			assertThat(plain.readText(9)).isEqualTo("hello\nGO\n");
			try (Peer peer = TlsPeer.upgrade(plain)) {
				peer.send("secret\n");
				assertThat(peer.readText(7)).isEqualTo("secret\n");
			}
			this.events.awaitClose();
			assertThat(this.events.all()).containsExactly("open", "line hello", "line TLS", "handshake", "line secret",
					"end", "close PEER_END");
			this.upgraded.get(20, TimeUnit.SECONDS);
			assertThat(listener.handshakes()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 a server with framing goes on with TLS and new frames")
	void whenFramedTheServerGoesOnWithTls(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(LINES, framedServer(provider));
				Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\n");
			assertThat(plain.readText(3)).isEqualTo("GO\n");
			try (Peer peer = TlsPeer.upgrade(plain)) {
				peer.send("sec").send("ret\n");
				assertThat(peer.readText(7)).isEqualTo("secret\n");
			}
			assertThat(this.events.awaitClose()).containsExactly("open", "data TLS", "handshake", "data secret", "end",
					"close PEER_END");
			assertThat(this.events.socket().bytesRead()).isEqualTo(11);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 what an attacker puts behind the command is no plain text any more: the handshake fails")
	void whenPlainTextIsPipelinedBehindTheCommandItIsNotRead(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(server(provider));
				Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\nDELETE everything\n");
			assertThat(plain.readText(3)).isEqualTo("GO\n");
			this.events.awaitClose();
			assertThat(this.events.all()).startsWith("open", "line TLS").endsWith("close TLS_FAILURE");
			assertThat(this.events.count("line")).isOne();
			assertThat(this.events.count("error")).isOne();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> this.upgraded.get(20, TimeUnit.SECONDS));
			assertThat(listener.handshakeFailures()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 with framing, what an attacker puts behind the command is no frame any more")
	void whenFramesArePipelinedBehindTheCommandTheyAreNotRead(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(LINES, framedServer(provider));
				Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\nDELETE everything\nDELETE more\n");
			this.events.awaitClose();
			assertThat(this.events.count("data")).isOne();
			assertThat(this.events.all()).endsWith("close TLS_FAILURE");
		}
	}

	@Test
	@DisplayName("B88 frames that were decoded behind the command make the upgrade fail")
	void whenFramesWaitBehindTheCommandTheUpgradeFails() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		try (TcpListener<String> listener = TestLoop.listen(LINES, this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.pause();
		}).build()); Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\nDELETE everything\n");
			this.events.await("data TLS");
			TestLoop.settle(this.events.socket());
			CompletableFuture<Void> upgrade = this.events.socket().upgradeTls(tls).toCompletableFuture();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> upgrade.get(20, TimeUnit.SECONDS))
				.withMessageContaining("plaintext");
			this.events.awaitClose();
			assertThat(this.events.count("data")).isOne();
			assertThat(this.events.all()).endsWith("close TLS_FAILURE");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 a ClientHello that is pipelined behind the command is not lost")
	void whenTheClientHelloIsPipelinedTheHandshakeGoesOn(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(server(provider))) {
			CompletableFuture<TcpSocket<String>> client = TestLoop.LOOP
				.connect(ClientOptions.to("localhost", listener.port()), eager(provider));
			TcpSocket<String> socket = client.get(20, TimeUnit.SECONDS);
			this.events.await("line secret");
			assertThat(socket.tlsSession()).isNotNull();
			socket.close();
		}
	}

	/**
	 * Sends the command, and what makes TLS of the rest, without waiting for an answer,
	 * and cuts off the answer when it comes.
	 */
	private SocketHandlers<String> eager(TlsProvider provider) {
		return SocketHandlers.<String>builder().open((socket) -> {
			socket.cork((corked) -> {
				corked.send("QUIET\n");
				corked.upgradeTls(TestTls.client(provider)).thenRun(() -> corked.send("secret\n"));
			});
		}).discardData().build();
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 a client goes on with TLS, and verifies the host it connected to")
	void whenTheServerAgreesTheClientGoesOnWithTls(TlsProvider provider) throws Exception {
		SocketHandlers<String> handlers = this.events.handlers()
			.handshake((socket) -> this.events.add("handshake"))
			.open((socket) -> socket.send("TLS\n"))
			.data((socket, bytes) -> {
				this.events.data(socket, bytes);
				bytes.skipBytes(bytes.readableBytes());
				if (socket.tlsSession() == null) {
					socket.upgradeTls(TestTls.client(provider));
					socket.send("secret\n");
				}
			})
			.build();
		try (ServerSocket server = Peer.listen()) {
			TestLoop.LOOP.connect(ClientOptions.to("localhost", server.getLocalPort()), handlers);
			try (Peer plain = Peer.accept(server)) {
				assertThat(plain.readText(4)).isEqualTo("TLS\n");
				plain.send("GO\n");
				try (Peer peer = TlsPeer.serve(plain)) {
					assertThat(peer.readText(7)).isEqualTo("secret\n");
					peer.send("welcome");
					this.events.await("data welcome");
				}
			}
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("data GO\n", "handshake", "data welcome", "end",
					"close PEER_END");
		}
	}

	@Test
	@DisplayName("B88 bad TLS options leave the plain connection usable")
	void whenTlsOptionsAreBadTheConnectionGoesOn() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> socket.upgradeTls(ReloadableTls.server(TlsOptions.defaults())));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.upgradeTls(TestTls.client(TlsProvider.JDK)))
				.withMessageContaining("peerHost");
			socket.send("still here");
			assertThat(pair.peer.readText(10)).isEqualTo("still here");
		}
	}

	@Test
	@DisplayName("B88 an upgrade from data needs the command read, else it cannot tell what follows it")
	void whenNothingWasReadTheUpgradeIsRefused() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		try (Pair pair = Pair
			.accepted(this.events.handlers().data((socket, bytes) -> socket.upgradeTls(tls)).build())) {
			pair.peer.send("TLS\n");
			Events.until(() -> this.events.count("error upgradeTls: nothing was read") == 1);
			assertThat(this.events.socket().isOpen()).isTrue();
		}
	}

	@Test
	@DisplayName("B88 an upgrade that fails says why, in its stage, in error and in close")
	void whenTheHandshakeFailsEverybodyLearnsWhy() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(server(TlsProvider.JDK));
				Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\n");
			assertThat(plain.readText(3)).isEqualTo("GO\n");
			plain.finish();
			this.events.awaitClose();
			assertThat(this.events.all()).endsWith("close TLS_FAILURE");
			assertThat(this.events.count("error the peer finished")).isOne();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> this.upgraded.get(20, TimeUnit.SECONDS))
				.withMessageContaining("finished");
			assertThat(this.events.socket().closeCause()).hasMessageContaining("finished");
		}
	}

	@Test
	@DisplayName("B88 TLS cannot be asked for twice, nor on a closed socket")
	void whenTlsIsThereAlreadyTheUpgradeFails() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		try (TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().tls(tls).build(),
				this.events.handlers().build()); Peer peer = TlsPeer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.upgradeTls(tls)).failsWithin(20, TimeUnit.SECONDS)
				.withThrowableThat()
				.withMessageContaining("TLS already");
			peer.send("fine");
			this.events.awaitReceived("fine");
			socket.terminate();
			this.events.awaitClose();
			assertThat(socket.upgradeTls(tls)).failsWithin(20, TimeUnit.SECONDS);
		}
	}

	@Test
	@DisplayName("B88 an asynchronous handler may upgrade, and what follows the command waits for it")
	void whenAnAsynchronousHandlerUpgradesNothingIsLost() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		SocketHandlers<String> handlers = SocketHandlers.<String>builder()
			.close((socket, reason) -> this.events.add("close " + reason))
			.asyncData((socket, bytes) -> CompletableFuture.runAsync(() -> {
				for (String line = line(bytes); line != null; line = line(bytes)) {
					this.events.add("line " + line);
					if (line.equals("TLS")) {
						socket.send("GO\n");
						socket.upgradeTls(tls);
						return;
					}
				}
			}))
			.build();
		try (TcpListener<String> listener = TestLoop.listen(handlers); Peer plain = Peer.connect(listener.port())) {
			plain.send("TLS\n");
			assertThat(plain.readText(3)).isEqualTo("GO\n");
			try (Peer peer = TlsPeer.upgrade(plain)) {
				peer.send("secret\n");
				this.events.await("line secret");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 what is written after the upgrade waits for the handshake, whoever writes it")
	void whenWrittenAfterTheUpgradeNothingLeavesInTheClear(TlsProvider provider) throws Exception {
		ReloadableTls tls = TestTls.server(provider);
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			bytes.skipBytes(bytes.readableBytes());
			if (socket.tlsSession() == null) {
				socket.send("GO\n");
				socket.upgradeTls(tls);
				socket.send("one ");
			}
		}).build())) {
			pair.peer.send("TLS\n");
			assertThat(pair.peer.readText(3)).isEqualTo("GO\n");
			TcpSocket<String> socket = this.events.socket();
			// GO is sent before the handler has come to its next line.
			TestLoop.settle(socket);
			socket.send("two");
			TestLoop.settle(socket);
			assertThat(pair.peer.socket().getInputStream().available()).isZero();
			try (Peer peer = TlsPeer.upgrade(pair.peer)) {
				assertThat(peer.readText(7)).isEqualTo("one two");
			}
		}
	}

	@Test
	@DisplayName("B88 what a thread writes after its upgrade is encrypted, however late the event loop comes to it")
	void whenAThreadUpgradesNothingOfItLeavesInTheClear() throws Exception {
		CompletableFuture<Void> busy = new CompletableFuture<>();
		try (ServerSocket server = Peer.listen()) {
			CompletableFuture<TcpSocket<String>> connect = TestLoop.LOOP
				.connect(ClientOptions.to("localhost", server.getLocalPort()), this.events.handlers().build());
			try (Peer plain = Peer.accept(server)) {
				TcpSocket<String> socket = connect.get(20, TimeUnit.SECONDS);
				((SocketFront<?>) socket).loop().execute(busy::join);
				socket.send("TLS\n");
				socket.upgradeTls(TestTls.client(TlsProvider.JDK));
				socket.send("secret");
				busy.complete(null);
				assertThat(plain.readText(4)).isEqualTo("TLS\n");
				try (Peer peer = TlsPeer.serve(plain)) {
					assertThat(peer.readText(6)).isEqualTo("secret");
				}
			}
		}
	}

	@Test
	@DisplayName("B88 a codec that cannot be made for TLS leaves the connection as it is")
	void whenTheCodecFailsTheConnectionGoesOn() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.OPENSSL);
		Iterator<List<ChannelHandler>> once = List.of(List.<ChannelHandler>of(new LineBasedFrameDecoder(100)))
			.iterator();
		SocketOptions options = SocketOptions.builder().framing(Framing.codec(once::next)).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.upgradeTls(tls);
		}).build())) {
			pair.peer.send("TLS\nmore\n");
			this.events.await("data more");
			assertThat(this.events.count("error")).isEqualTo(2);
			assertThat(this.events.socket().isOpen()).isTrue();
		}
	}

	@Test
	@DisplayName("B88 a ClientHello in pieces waits for an asynchronous handler, and keeps its order")
	void whenTheClientHelloComesInPiecesItsOrderIsKept() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		CompletableFuture<Void> handled = new CompletableFuture<>();
		SocketHandlers<String> handlers = SocketHandlers.<String>builder()
			.open(this.events::open)
			.asyncData((socket, bytes) -> {
				bytes.skipBytes(4);
				socket.upgradeTls(tls);
				return handled;
			})
			.build();
		byte[] hello = clientHello();
		try (TcpListener<String> listener = TestLoop.listen(handlers); Peer peer = Peer.connect(listener.port())) {
			peer.send(concat("TLS\n".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(hello, 50)));
			Events.until(() -> this.events.socket().bytesRead() == 54);
			peer.send(Arrays.copyOfRange(hello, 50, hello.length));
			TestLoop.settle(this.events.socket());
			handled.complete(null);
			assertThat(peer.read(1)).containsExactly(22);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 a socket that ends during the handshake ends with TLS, in order")
	void whenEndedDuringTheHandshakeTlsEndsInOrder(TlsProvider provider) throws Exception {
		ReloadableTls tls = TestTls.server(provider);
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			bytes.skipBytes(bytes.readableBytes());
			socket.send("GO\n");
			socket.upgradeTls(tls);
			socket.end();
		}).build())) {
			pair.peer.send("TLS\n");
			assertThat(pair.peer.readText(3)).isEqualTo("GO\n");
			try (Peer peer = TlsPeer.upgrade(pair.peer)) {
				assertThat(TlsPeer.readEnd(peer)).isEqualTo("end");
				peer.finish();
				assertThat(this.events.awaitClose()).endsWith("close LOCAL_END");
			}
		}
	}

	@Test
	@DisplayName("B88 no upgrade after the peer has finished, and nothing in the clear")
	void whenThePeerHasFinishedTheUpgradeFailsAtOnce() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		SocketOptions halfOpen = SocketOptions.builder().allowHalfOpen(true).build();
		try (Pair pair = Pair.accepted(halfOpen, this.events.handlers().end((socket) -> {
			socket.upgradeTls(tls);
			socket.send("secret");
		}).build())) {
			pair.peer.finish();
			assertThat(pair.peer.readAll()).isEmpty();
			assertThat(this.events.awaitClose()).endsWith("close TLS_FAILURE");
		}
	}

	@Test
	@DisplayName("B88 B57 terminate during an upgrade is no failure of TLS")
	void whenTerminatedDuringTheHandshakeNoErrorIsTold() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		byte[] hello = clientHello();
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			bytes.skipBytes(4);
			socket.upgradeTls(tls);
			socket.terminate();
		}).build())) {
			pair.peer.send(concat("TLS\n".getBytes(StandardCharsets.US_ASCII), hello));
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	private static byte[] clientHello() throws Exception {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 1);
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(32 * 1024);
		engine.wrap(ByteBuffer.allocate(0), hello);
		return Arrays.copyOf(hello.array(), hello.position());
	}

	private static byte[] concat(byte[] first, byte[] second) {
		return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("B88 B70 the read timeout follows a pause or resume that comes during the handshake")
	void whenPausedOrResumedDuringTheHandshakeTheReadTimeoutFollows(boolean pause) throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		SocketOptions options = SocketOptions.builder()
			.readTimeout(Duration.ofMillis(500))
			.lingerTimeout(Duration.ZERO)
			.build();
		try (Pair pair = Pair.accepted(options,
				this.events.handlers()
					.handshake((socket) -> socket.timeout(Duration.ofMillis(1500)))
					.data((socket, bytes) -> {
						bytes.skipBytes(bytes.readableBytes());
						socket.pause();
						socket.send("GO\n");
						socket.upgradeTls(tls);
						if (!pause) {
							socket.resume();
						}
					})
					.build())) {
			pair.peer.send("TLS\n");
			assertThat(pair.peer.readText(3)).isEqualTo("GO\n");
			try (Peer peer = TlsPeer.upgrade(pair.peer)) {
				this.events.await((pause) ? "timeout" : "close READ_TIMEOUT");
				assertThat(peer.socket().isConnected()).isTrue();
				assertThat(this.events.count("close")).isEqualTo((pause) ? 0 : 1);
			}
		}
	}

	private SocketHandlers<String> server(TlsProvider provider) {
		ReloadableTls tls = TestTls.server(provider);
		return this.events.handlers().handshake((socket) -> this.events.add("handshake")).data((socket, bytes) -> {
			String line;
			while ((line = line(bytes)) != null) {
				this.events.add("line " + line);
				if (line.equals("TLS") || line.equals("QUIET")) {
					socket.send(line.equals("TLS") ? "GO\n" : "");
					socket.upgradeTls(tls).whenComplete((done, failure) -> {
						if (failure != null) {
							this.upgraded.completeExceptionally(failure);
						}
						else {
							this.upgraded.complete(null);
						}
					});
					return;
				}
				socket.send(line + "\n");
			}
		}).build();
	}

	private SocketHandlers<String> framedServer(TlsProvider provider) {
		ReloadableTls tls = TestTls.server(provider);
		return this.events.handlers().handshake((socket) -> this.events.add("handshake")).data((socket, bytes) -> {
			this.events.data(socket, bytes);
			if (bytes.toString(StandardCharsets.UTF_8).equals("TLS")) {
				socket.send("GO");
				socket.upgradeTls(tls);
			}
			else {
				socket.send(bytes);
			}
		}).build();
	}

	/**
	 * Read a line, or return {@code null} if there is none.
	 */
	private static String line(ByteBuf bytes) {
		int length = bytes.bytesBefore((byte) '\n');
		if (length < 0) {
			return null;
		}
		String line = bytes.readCharSequence(length, StandardCharsets.UTF_8).toString();
		bytes.skipBytes(1);
		return line;
	}

}
