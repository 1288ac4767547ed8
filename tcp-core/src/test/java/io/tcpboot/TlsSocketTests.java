package io.tcpboot;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import io.tcpboot.tls.TlsProvider;
import io.tcpboot.tls.TlsSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of sockets that have TLS from the start: when they open, how bytes go through,
 * how they end.
 */
class TlsSocketTests {

	private final Events events = new Events();

	private final Events clientEvents = new Events();

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B82 open runs after the handshake, handshake right after it, and the future completes last")
	void whenConnectedOpenComesAfterTheHandshake(TlsProvider provider) throws Exception {
		SocketHandlers<String> handlers = this.clientEvents.handlers()
			.open((socket) -> this.clientEvents.add("open " + (socket.tlsSession() != null)))
			.handshake((socket) -> this.clientEvents.add("handshake"))
			.build();
		try (TcpListener<String> listener = listen(provider, this.events.handlers().build())) {
			TcpSocket<String> socket = connect(provider, listener.port(), handlers);
			assertThat(this.clientEvents.all()).containsExactly("open true", "handshake");
			TlsSession session = Objects.requireNonNull(socket.tlsSession());
			assertThat(session.authorized()).isTrue();
			assertThat(session.protocol()).isEqualTo("TLSv1.3");
			assertThat(session.peerCertificates()).contains(TestTls.LOCALHOST.getCertificate());
			assertThat(Objects.requireNonNull(this.events.socket().tlsSession()).serverName()).isEqualTo("localhost");
			assertThat(listener.handshakes()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenAMessageIsLongItArrivesWholeInBothDirections(TlsProvider provider) throws Exception {
		byte[] bytes = Flow.bytes(8 * 1024 * 1024);
		SocketHandlers<String> echo = this.events.handlers()
			.data((socket, read) -> assertThat(socket.send(read)).isTrue())
			.build();
		try (TcpListener<String> listener = listen(provider, echo); Peer peer = TlsPeer.connect(listener.port())) {
			try (Chatter chatter = Chatter.of(peer, bytes)) {
				Received.assertWhole(peer.read(bytes.length), bytes);
				chatter.awaitSent();
			}
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.bytesRead()).isEqualTo(bytes.length);
			Events.until(() -> socket.bytesWritten() == bytes.length && socket.pendingBytes() == 0);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B54 end(data) delivers every byte to a slow peer, and TLS says that it was all")
	void whenEndedAllArrivesAndTlsIsClosed(TlsProvider provider) throws Exception {
		byte[] bytes = Flow.bytes(4 * 1024 * 1024);
		try (TcpListener<String> listener = listen(provider,
				this.events.handlers().open((socket) -> socket.end(bytes)).build());
				Peer peer = TlsPeer.connect(listener.port())) {
			Received.assertWhole(peer.readAll(), bytes);
			peer.finish();
			assertThat(this.events.awaitClose()).endsWith("close LOCAL_END");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenThePeerClosesTlsThatIsItsEnd(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = listen(provider, this.events.handlers().build());
				Peer peer = TlsPeer.connect(listener.port())) {
			peer.send("last words");
			peer.finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data last words", "end", "close PEER_END");
			assertThat(this.events.socket().tlsSession()).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	void whenThePeerFinishesWithoutClosingTlsThatIsNoEnd(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = listen(provider, this.events.handlers().build());
				Peer plain = Peer.connect(listener.port());
				Peer peer = TlsPeer.upgrade(plain)) {
			peer.send("cut of");
			this.events.awaitReceived("cut of");
			plain.finish();
			this.events.awaitClose();
			assertThat(this.events.story()).containsExactly("open", "data cut of", "close TLS_TRUNCATED");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B55 close loses nothing that was accepted, although the peer keeps sending over TLS")
	void whenClosedUnderTrafficAllThatWasAcceptedArrives(TlsProvider provider) throws Exception {
		byte[] bytes = Flow.bytes(1024 * 1024);
		try (TcpListener<String> listener = listen(provider, this.events.handlers().open((socket) -> {
			socket.send(bytes);
			socket.close();
		}).build());
				Peer peer = TlsPeer.connect(listener.port());
				Chatter chatter = Chatter.of(peer, new byte[4 * 1024 * 1024])) {
			Events.until(() -> chatter.sentBytes() > 0);
			Received.assertWhole(peer.read(bytes.length), bytes);
			assertThat(TlsPeer.readEnd(peer)).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B57 terminate resets at once, TLS or not")
	void whenTerminatedThePeerSeesAReset(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = listen(provider, this.events.handlers().build());
				Peer peer = TlsPeer.connect(listener.port())) {
			this.events.socket().terminate();
			assertThat(peer.readsReset()).isTrue();
			assertThat(this.events.awaitClose()).containsExactly("open", "close TERMINATED");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B63 a peer that never answers close_notify does not hold the socket")
	void whenThePeerDoesNotAnswerCloseTheSocketIsGoneInTime(TlsProvider provider) throws Exception {
		SocketOptions hasty = SocketOptions.builder().lingerTimeout(Duration.ofMillis(200)).build();
		try (TcpListener<String> listener = TestLoop.LOOP.listen(
				TestLoop.anyPort().socket(hasty).tls(TestTls.server(provider)).build(), this.events.handlers().build());
				Peer peer = TlsPeer.connect(listener.port())) {
			this.events.socket().close();
			assertThat(this.events.awaitClose()).containsExactly("open", "close LOCAL_END");
			assertThat(TlsPeer.readEnd(peer)).isEqualTo("end");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B64 while paused nothing arrives over TLS either, and resume delivers every byte in order")
	void whenPausedNothingArrives(TlsProvider provider) throws Exception {
		byte[] bytes = Flow.bytes(8 * 1024 * 1024);
		Received received = new Received();
		try (TcpListener<String> listener = listen(provider, received.handlers().build());
				Peer peer = TlsPeer.connect(listener.port())) {
			TcpSocket<String> socket = received.socket();
			socket.pause();
			TestLoop.settle(socket);
			try (Chatter chatter = Chatter.of(peer, bytes)) {
				chatter.awaitStall();
				assertThat(socket.bytesRead()).isLessThan(1024 * 1024);
				socket.resume();
				chatter.awaitSent();
				peer.finish();
				Received.assertWhole(received.awaitClose(), bytes);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B7 stopNow closes those too whose handshake is not over")
	void whenStoppedDuringAHandshakeNothingIsLeft(TlsProvider provider) throws Exception {
		try (TcpListener<String> listener = listen(provider, this.events.handlers().build());
				Peer silent = Peer.connect(listener.port())) {
			Events.until(() -> listener.accepted() == 1);
			listener.stopNow().toCompletableFuture().get(5, TimeUnit.SECONDS);
			assertThat(silent.readsReset() || silent.readAll().length == 0).isTrue();
			assertThat(this.events.all()).isEmpty();
		}
	}

	private TcpListener<String> listen(TlsProvider provider, SocketHandlers<String> handlers) {
		return TestLoop.LOOP.listen(TestLoop.anyPort().tls(TestTls.server(provider)).build(), handlers);
	}

	private static TcpSocket<String> connect(TlsProvider provider, int port, SocketHandlers<String> handlers)
			throws Exception {
		ClientOptions options = ClientOptions.builder()
			.host("localhost")
			.port(port)
			.tls(TestTls.client(provider))
			.build();
		return TestLoop.LOOP.connect(options, handlers).get(20, TimeUnit.SECONDS);
	}

}
