package io.tcpboot.handler;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.tcpboot.ClientOptions;
import io.tcpboot.CloseReason;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnEnd;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnTimeout;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentTests {

	@Test
	void whenBytesAreWantedAsByteBufTheyAreBorrowed() throws Exception {
		class Bean {

			@OnData
			void data(TcpSocket<?> socket, ByteBuf bytes) {
				socket.send(bytes);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
		}
	}

	@Test
	void whenBytesAreWantedAsArrayTheyAreCopied() throws Exception {
		class Bean {

			@OnData
			void data(byte[] bytes, TcpSocket<?> socket) {
				socket.send(bytes);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
		}
	}

	@Test
	void whenBytesAreWantedAsByteBufferTheyAreCopied() throws Exception {
		class Bean {

			@OnData
			void data(TcpSocket<?> socket, ByteBuffer bytes) {
				socket.send(bytes.position(1));
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("ello");
		}
	}

	@Test
	void whenBytesAreWantedAsStringTheyAreReadAsUtf8() throws Exception {
		class Bean {

			@OnData
			void data(TcpSocket<?> socket, String text) {
				socket.send(text + text.length());
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("für")).isEqualTo("für3");
		}
	}

	@Test
	void whenBytesAreWantedTwiceEachParameterHasThemAll() throws Exception {
		class Bean {

			@OnData
			void data(ByteBuf bytes, TcpSocket<?> socket, String text) {
				socket.send(bytes);
				socket.send(text);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hellohello");
		}
	}

	@Test
	void whenNothingIsWantedNothingIsGiven() throws Exception {
		class Bean {

			@OnData
			String data() {
				return "something came";
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("something came");
		}
	}

	@Test
	void whenSocketHasDataItIsGivenByItsType() throws Exception {
		class Bean {

			record Session(String name) {
			}

			@OnOpen
			void open(TcpSocket<Session> socket, @Nullable Session none) {
				socket.data(new Session("name, after " + none));
			}

			@OnData
			String data(Session session) {
				return session.name();
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("name, after null");
		}
	}

	@Test
	void whenTypesAreThoseOfAGenericSuperclassTheyAreResolved() throws Exception {
		class Base<B> {

			@OnData
			B data(B bytes) {
				return bytes;
			}

		}
		class Bean extends Base<byte[]> {

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
		}
	}

	@Test
	void whenSocketClosesTheReasonIsGiven() throws Exception {
		CompletableFuture<Object> seen = new CompletableFuture<>();
		class Bean {

			@OnData
			void data() {
			}

			@OnClose
			void close(CloseReason reason, TcpSocket<?> socket) {
				seen.complete(reason + " " + socket.bytesRead());
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			server.answerTo("hello");
			assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("PEER_END 5");
		}
	}

	@Test
	void whenMethodThrowsTheThrowableIsGiven() throws Exception {
		class Bean {

			@OnData
			void data(String text) throws Exception {
				throw new Exception("no " + text);
			}

			@OnError
			void error(TcpSocket<?> socket, Throwable cause) {
				socket.send(String.valueOf(cause.getMessage()));
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("no hello");
		}
	}

	@Test
	void whenPeerFinishesAndWhenTimerRunsOutTheSocketIsGiven() throws Exception {
		class Bean {

			@OnOpen
			void open(TcpSocket<?> socket) {
				socket.timeout(Duration.ofMillis(1));
			}

			@OnData
			void data() {
			}

			@OnTimeout
			void timeout(TcpSocket<?> socket) {
				socket.send("late,");
			}

			@OnEnd
			void end(TcpSocket<?> socket) {
				socket.send("bye");
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.expect("late,");
			peer.halfClose().expect("bye").expectEnd();
		}
	}

	@Test
	void whenSocketClosesTheCauseIsGiven() throws Exception {
		CompletableFuture<Object> seen = new CompletableFuture<>();
		class Bean {

			@OnData
			void data() {
				throw new IllegalStateException("why");
			}

			@OnClose
			void close(@Nullable Throwable cause, CloseReason reason) {
				seen.complete(reason + " " + cause);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("hello").expectEnd().halfClose();
			assertThat(seen.get(10, TimeUnit.SECONDS))
				.isEqualTo("HANDLER_FAILURE java.lang.IllegalStateException: why");
		}
	}

	@Test
	void whenThereIsNoTlsSessionAndCertificateAreNull() throws Exception {
		class Bean {

			@OnData
			String data(@Nullable X509Certificate certificate, @Nullable TlsSession session) {
				return session + " and " + certificate;
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("null and null");
		}
	}

	@Test
	void whenConnectionCannotBeMadeTheExceptionIsGivenWithTheInitialData() throws Exception {
		CompletableFuture<Object> seen = new CompletableFuture<>();
		record Session(String name) {
		}
		class Bean {

			@OnData
			void data() {
			}

			@OnConnectError
			void failed(TcpConnectException cause, TcpSocket<Session> socket, Session data, Throwable same) {
				seen.complete(cause.kind() + " " + data.name() + " " + (cause == same));
			}

		}
		SocketHandlers<Object> handlers = SocketHandlersFactory
			.client("test", List.of(new HandlerBean("b", new Bean())), CallDecorator.all(List.of()))
			.handlers();
		try (ClosedPort closed = new ClosedPort()) {
			Tcp.connect(ClientOptions.to("localhost", closed.port()), handlers, new Session("mine"));
			assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("REFUSED mine true");
		}
	}

}
