package io.tcpboot;

import java.io.IOException;

import io.netty.handler.ssl.SslHandler;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of sides that end first and go on reading, which TLS allows like TCP does.
 */
class TlsEndTests {

	private static final byte[] REPLY = Flow.bytes(400_000);

	private final Events events = new Events();

	private final Received received = new Received();

	@ParameterizedTest
	@CsvSource({ "JDK, TLSv1.3", "JDK, TLSv1.2", "OPENSSL, TLSv1.3", "OPENSSL, TLSv1.2" })
	@DisplayName("B56 after end(request) in open, everything that the peer sends is delivered, and then its end")
	void whenEndedInOpenAllThatThePeerSendsArrives(TlsProvider provider, String protocol) throws Exception {
		SocketHandlers.Builder<String> handlers = this.received.handlers().open((socket) -> {
			this.events.open(socket);
			socket.end("bye");
		});
		try (TcpListener<String> listener = listen(provider, protocol, handlers);
				Peer peer = TlsPeer.connect(listener.port());
				Chatter chatter = Chatter.of(peer, REPLY)) {
			finish(chatter, peer);
		}
	}

	@ParameterizedTest
	@CsvSource({ "JDK, TLSv1.3", "JDK, TLSv1.2", "OPENSSL, TLSv1.3", "OPENSSL, TLSv1.2" })
	@DisplayName("B56 after end(request) in the middle, everything that the peer sends is delivered, and then its end")
	void whenEndedInTheMiddleAllThatThePeerSendsArrives(TlsProvider provider, String protocol) throws Exception {
		SocketHandlers.Builder<String> handlers = this.received.handlers().open(this.events::open);
		try (TcpListener<String> listener = listen(provider, protocol, handlers);
				Peer peer = TlsPeer.connect(listener.port());
				Chatter chatter = Chatter.of(peer, REPLY)) {
			TcpSocket<String> socket = this.events.socket();
			Events.until(() -> socket.bytesRead() > 20_000);
			socket.end("bye");
			finish(chatter, peer);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B63 a connection that is lost just before it is ended is not told of TLS any more")
	void whenEndedAsTheConnectionGoesNothingIsLogged(TlsProvider provider) throws Exception {
		ReloadableTls tls = TestTls.server(provider);
		try (LogCapture log = new LogCapture(SslHandler.class);
				TcpListener<String> listener = TestLoop.LOOP.listen(TestLoop.anyPort().tls(tls).build(),
						this.events.handlers().build());
				Peer peer = TlsPeer.connect(listener.port())) {
			peer.send("hello");
			this.events.await("data hello");
			TcpSocket<String> socket = this.events.socket();
			Flow.onLoop(socket, () -> {
				// Its event is a task, and comes before the one that ends TLS.
				Kernel.channel(socket).close();
				socket.end();
				return true;
			});
			this.events.awaitClose();
			TestLoop.settle(socket);
			assertThat(log.warnings()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "JDK, true", "JDK, false", "OPENSSL, true", "OPENSSL, false" })
	@DisplayName("B93 a reset behind the peer's close_notify is told, where it cuts off what was accepted")
	void whenAResetFollowsThePeersEndWhatIsLostIsTold(TlsProvider provider, boolean endsFirst) throws Exception {
		try (TcpListener<String> listener = listen(provider, "TLSv1.3", this.events.handlers());
				Peer peer = TlsPeer.upgrade(Peer.connectNarrow(listener.port()))) {
			TcpSocket<String> socket = this.events.socket();
			long accepted = Flow.onLoop(socket, () -> Flow.fill(socket));
			if (endsFirst) {
				socket.end();
			}
			peer.finish();
			this.events.await("end");
			Flow.onLoop(socket, () -> {
				// As the transport does. SslHandler says nothing of it, and closes.
				IOException reset = new IOException("Connection reset by peer");
				return Kernel.channel(socket).pipeline().fireExceptionCaught(reset);
			});
			this.events.awaitClose();
			assertThat(socket.closeReason()).isEqualTo(CloseReason.RESET);
			assertThat(socket.bytesWritten()).isLessThan(accepted);
			assertThat(socket.pendingBytes()).isZero();
			assertThat(listener.closed(CloseReason.RESET)).isOne();
		}
	}

	private void finish(Chatter chatter, Peer peer) throws Exception {
		assertThat(peer.readText(3)).isEqualTo("bye");
		chatter.awaitSent();
		assertThat(this.events.count("end")).isZero();
		peer.finish();
		Received.assertWhole(this.received.awaitClose(), REPLY);
		assertThat(this.events.all()).containsExactly("open", "end");
		assertThat(this.events.socket().closeCause()).isNull();
		// The event loop may see the peer's end before it has noted ours.
		assertThat(this.events.socket().closeReason()).isIn(CloseReason.LOCAL_END, CloseReason.PEER_END);
	}

	private TcpListener<String> listen(TlsProvider provider, String protocol, SocketHandlers.Builder<String> handlers) {
		ReloadableTls tls = ReloadableTls.server(TestTls.serverOptions(provider).protocols(protocol).build());
		handlers.end((socket) -> this.events.add("end"));
		return TestLoop.LOOP.listen(TestLoop.anyPort().tls(tls).build(), handlers.build());
	}

}
