package io.tcpboot;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
			CompletableFuture<Void> noHost = socket.upgradeTls(TestTls.client(TlsProvider.JDK)).toCompletableFuture();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> noHost.get(20, TimeUnit.SECONDS))
				.withCauseInstanceOf(IllegalArgumentException.class);
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
