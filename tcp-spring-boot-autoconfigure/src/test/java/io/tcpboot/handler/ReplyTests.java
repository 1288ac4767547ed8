package io.tcpboot.handler;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.tcpboot.CloseReason;
import io.tcpboot.SocketOptions;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnEnd;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.OnTimeout;
import io.tcpboot.test.TcpTestPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The leak check watches over every buffer here; one released too often fails the read
 * that follows it.
 */
class ReplyTests {

	@Test
	void whenReceivedBytesAreReturnedTheyAreSentAndReleasedOnce() throws Exception {
		class Bean {

			@OnData
			ByteBuf data(ByteBuf bytes) {
				return bytes;
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("one").expect("one");
			peer.send("two").expect("two");
		}
	}

	@Test
	void whenSlicesOfReceivedBytesAreReturnedTheyAreSentAndNotReleased() throws Exception {
		BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
		class Bean {

			@OnData
			ByteBuf data(ByteBuf bytes, TcpSocket<?> socket) {
				counts.add(bytes.refCnt());
				bytes.skipBytes(1);
				return bytes.readSlice(3).slice(0, 2).asReadOnly().duplicate();
			}

			@OnError
			void error(Throwable cause) {
				counts.add(-1);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("first").expect("ir");
			peer.send("second").expect("ec");
			assertThat(counts).containsExactly(1, 1);
		}
	}

	@Test
	void whenAnotherByteBufIsReturnedItIsSentAndReleased() throws Exception {
		ByteBuf other = ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, "other");
		class Bean {

			@OnData
			ByteBuf data() {
				return other;
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("other");
			assertThat(other.refCnt()).isZero();
		}
	}

	@Test
	void whenByteBufferIsReturnedItIsSent() throws Exception {
		class Bean {

			@OnData
			ByteBuffer data(ByteBuffer bytes) {
				return bytes.limit(4);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hell");
		}
	}

	@Test
	void whenArrayIsReturnedItIsSent() throws Exception {
		class Bean {

			@OnData
			byte[] data(byte[] bytes) {
				return bytes;
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
		}
	}

	@Test
	void whenTextIsReturnedItIsSentInUtf8() throws Exception {
		class Bean {

			@OnData
			StringBuilder data(String text) {
				return new StringBuilder(text).reverse();
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("für")).isEqualTo("rüf");
		}
	}

	@Test
	void whenNullIsReturnedNothingIsSent() throws Exception {
		class Bean {

			@OnData
			@Nullable String data(String text) {
				return null;
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEmpty();
		}
	}

	@Test
	void whenReplyDoesNotFitTheMethodFails() throws Exception {
		CompletableFuture<Throwable> seen = new CompletableFuture<>();
		class Bean {

			@OnData
			byte[] data() {
				return new byte[1001];
			}

			@OnError
			void error(Throwable cause) {
				seen.complete(cause);
			}

		}
		SocketOptions options = SocketOptions.builder().highWaterMark(1000).maxPending(1000).build();
		try (TestServer server = TestServer.of(options, new Bean())) {
			assertThat(server.answerTo("hello")).isEmpty();
			assertThat(seen.get(10, TimeUnit.SECONDS))
				.hasMessage("reply of @OnData method data() of bean 'bean' does not fit: "
						+ "0 bytes are pending (expected: room for the whole reply below maxPending)");
		}
	}

	@Test
	void whenReplyDoesNotFitAndNobodyHandlesTheFailureTheSocketCloses() throws Exception {
		CompletableFuture<CloseReason> seen = new CompletableFuture<>();
		class Bean {

			@OnData
			ByteBuf data() {
				return PooledByteBufAllocator.DEFAULT.buffer().writeZero(1001);
			}

			@OnClose
			void close(CloseReason reason) {
				seen.complete(reason);
			}

		}
		SocketOptions options = SocketOptions.builder().highWaterMark(1000).maxPending(1000).build();
		try (TestServer server = TestServer.of(options, new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("hello").halfClose();
			assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.HANDLER_FAILURE);
		}
	}

	@Test
	void whenSocketIsClosedAlreadyTheReplyIsDropped() throws Exception {
		BlockingQueue<Object> failures = new LinkedBlockingQueue<>();
		class Bean {

			@OnData
			ByteBuf data(TcpSocket<?> socket) {
				socket.end("last");
				return ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, "late");
			}

			@OnError
			void error(Throwable cause) {
				failures.add(cause);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("last");
			assertThat(failures).isEmpty();
		}
	}

	@Test
	void whenOtherEventsReturnSomethingItIsSent() throws Exception {
		ByteBuf greeting = ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, "welcome,");
		class Bean {

			@OnOpen
			ByteBuf open() {
				return greeting;
			}

			@OnData
			void data() {
				throw new IllegalStateException("no");
			}

			@OnError
			String error(Throwable cause) {
				return cause.getMessage();
			}

			@OnEnd
			byte[] end() {
				return ",bye".getBytes();
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("welcome,no,bye");
			assertThat(greeting.refCnt()).isZero();
		}
	}

	@Test
	void whenTimerRunsOutOrHandlersAreReloadedOrTheServerStopsWhatIsReturnedIsSent() throws Exception {
		class Bean {

			@OnData
			void data(TcpSocket<?> socket) {
				socket.timeout(Duration.ofMillis(1));
			}

			@OnTimeout
			String timeout() {
				return "ping";
			}

			@OnReload
			ByteBuffer reload() {
				return ByteBuffer.wrap("new".getBytes());
			}

			@OnShutdown
			String shutdown() {
				return "goodbye";
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("hello").expect("ping");
			server.reload(new Bean());
			peer.expect("new");
			server.shutdown();
			peer.expect("goodbye").expectEnd();
		}
	}

}
