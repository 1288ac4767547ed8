package io.tcpboot.handler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.test.TcpTestPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replies that come later, on a thread of their own.
 */
class AsyncReplyTests {

	private static final Executor THREADS = (task) -> new Thread(task).start();

	private final BlockingQueue<CompletableFuture<@Nullable String>> stages = new LinkedBlockingQueue<>();

	@Test
	void whenTextComesLaterItIsSent() throws Exception {
		class Bean {

			@OnData
			CompletionStage<String> data(String text) {
				return CompletableFuture.supplyAsync(() -> text + "!", THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("one").expect("one!");
			peer.send("two").expect("two!");
		}
	}

	@Test
	void whenArrayComesLaterItIsSent() throws Exception {
		class Bean {

			@OnData
			CompletableFuture<byte[]> data(byte[] bytes) {
				return CompletableFuture.supplyAsync(() -> bytes, THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
		}
	}

	@Test
	void whenByteBufferComesLaterItIsSent() throws Exception {
		class Bean {

			@OnData
			CompletionStage<ByteBuffer> data(ByteBuffer bytes) {
				return CompletableFuture.supplyAsync(() -> bytes.position(1), THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("ello");
		}
	}

	@Test
	void whenReceivedBytesComeBackLaterTheyAreStillValidAndReleasedOnce() throws Exception {
		BlockingQueue<ByteBuf> seen = new LinkedBlockingQueue<>();
		class Bean {

			@OnData
			CompletionStage<ByteBuf> data(ByteBuf bytes) {
				seen.add(bytes);
				return CompletableFuture.supplyAsync(() -> bytes.readSlice(3).duplicate(), THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("first").expect("fir");
			peer.send("second").expect("sec");
			peer.halfClose().expectEnd();
			assertThat(seen).hasSize(2).allSatisfy((bytes) -> assertThat(bytes.refCnt()).isZero());
		}
	}

	@Test
	void whenAnotherByteBufComesLaterItIsSentAndReleased() throws Exception {
		ByteBuf other = ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, "other");
		class Bean {

			@OnData
			CompletionStage<ByteBuf> data() {
				return CompletableFuture.supplyAsync(() -> other, THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEqualTo("other");
			assertThat(other.refCnt()).isZero();
		}
	}

	@Test
	void whenByteBufComesAfterTheCloseItIsReleased() throws Exception {
		CompletableFuture<ByteBuf> reply = new CompletableFuture<>();
		CompletableFuture<CloseReason> closed = new CompletableFuture<>();
		class Bean {

			@OnData
			CompletionStage<ByteBuf> data(TcpSocket<?> socket) {
				socket.terminate();
				return reply;
			}

			@OnClose
			void close(CloseReason reason) {
				closed.complete(reason);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("hello");
			assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.TERMINATED);
			ByteBuf late = ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, "late");
			reply.complete(late);
			assertThat(late.refCnt()).isZero();
		}
	}

	@Test
	void whenReplyIsAwaitedReadingWaitsAndOrderIsKept() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		class Bean extends Staged {

			@Override
			CompletionStage<@Nullable String> data(String text) {
				received.add(text);
				return super.data(text);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("first");
			CompletableFuture<@Nullable String> first = this.stages.poll(10, TimeUnit.SECONDS);
			peer.send("second");
			assertThat(this.stages.poll(100, TimeUnit.MILLISECONDS)).isNull();
			first.complete("reply to first,");
			this.stages.poll(10, TimeUnit.SECONDS).complete("and to second");
			peer.halfClose().expect("reply to first,and to second").expectEnd();
			assertThat(received).containsExactly("first", "second");
		}
	}

	@Test
	void whenStageFailsTheFailureIsHandledAsItWasThrown() throws Exception {
		class Bean extends Staged {

			@OnError
			String error(Throwable cause) {
				return cause.toString();
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("hello");
			this.stages.poll(10, TimeUnit.SECONDS).completeExceptionally(new IllegalStateException("no"));
			peer.halfClose().expect("java.lang.IllegalStateException: no").expectEnd();
		}
	}

	@Test
	void whenStageBringsNothingNothingIsSent() throws Exception {
		class Bean {

			@OnData
			CompletionStage<Void> data(ByteBuf bytes) {
				return CompletableFuture.runAsync(() -> bytes.toString(StandardCharsets.UTF_8), THREADS);
			}

		}
		try (TestServer server = TestServer.of(new Bean())) {
			assertThat(server.answerTo("hello")).isEmpty();
		}
	}

	@Test
	void whenThereIsNoStageReadingGoesOn() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		class Bean {

			@OnData
			@Nullable CompletionStage<String> data(String text) {
				received.add(text);
				return (text.equals("skip")) ? null : CompletableFuture.completedFuture(text);
			}

		}
		try (TestServer server = TestServer.of(new Bean()); TcpTestPeer peer = server.connect()) {
			peer.send("skip");
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("skip");
			peer.send("hello").expect("hello");
		}
	}

	/**
	 * Replies when the test says so.
	 */
	class Staged {

		@OnData
		CompletionStage<@Nullable String> data(String text) {
			CompletableFuture<@Nullable String> stage = new CompletableFuture<>();
			AsyncReplyTests.this.stages.add(stage);
			return stage;
		}

	}

}
