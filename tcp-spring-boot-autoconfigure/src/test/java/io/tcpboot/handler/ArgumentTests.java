package io.tcpboot.handler;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnEnd;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnTimeout;
import io.tcpboot.test.Peer;
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
		try (TestServer server = TestServer.of(new Bean()); Peer peer = server.connect()) {
			assertThat(peer.readText(5)).isEqualTo("late,");
			assertThat(peer.finish().readAllText()).isEqualTo("bye");
		}
	}

}
