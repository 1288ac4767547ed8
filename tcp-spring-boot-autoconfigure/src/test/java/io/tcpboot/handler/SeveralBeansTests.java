package io.tcpboot.handler;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeveralBeansTests {

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	@Test
	void whenOneHasReadTheBytesTheNextSeesThemFromTheStart() throws Exception {
		class Reader {

			@OnData
			void data(ByteBuf bytes) {
				SeveralBeansTests.this.seen.add("read " + bytes.readByte());
				bytes.clear();
			}

		}
		try (TestServer server = TestServer.of(new Reader(), new Echo(), new Reader())) {
			assertThat(server.answerTo("A")).isEqualTo("A");
			assertThat(this.seen).containsExactly("read 65", "read 65");
		}
	}

	@Test
	void whenBothHandleAnEventTheyAreCalledInOrder() throws Exception {
		record Opener(BlockingQueue<String> seen, String name) {

			@OnOpen
			void open() {
				this.seen.add(this.name);
			}

		}
		try (TestServer server = TestServer.of(new Opener(this.seen, "one"), new Echo(),
				new Opener(this.seen, "two"))) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
			assertThat(this.seen).containsExactly("one", "two");
		}
	}

	@Test
	void whenOneFailsTheOthersAreCalledAndTheFailureIsHandled() throws Exception {
		class Failing {

			@OnData
			void data() {
				throw new IllegalStateException("data failed");
			}

			@OnClose
			void close() {
				throw new IllegalStateException("close failed");
			}

		}
		class Watching {

			@OnError
			void error(Throwable cause) {
				SeveralBeansTests.this.seen.add(cause.getMessage() + " and " + cause.getSuppressed().length + " more");
			}

			@OnClose
			void close() {
				SeveralBeansTests.this.seen.add("close");
			}

		}
		try (TestServer server = TestServer.of(new Failing(), new Failing(), new Echo(), new Watching())) {
			assertThat(server.answerTo("hello")).isEqualTo("hello");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("data failed and 1 more");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("close");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("close failed and 1 more");
		}
	}

	@Test
	void whenOneFailsWithAnErrorTheOthersAreCalledAndItIsHandled() throws Exception {
		class Failing {

			@OnData
			void data() {
				throw new AssertionError("planted");
			}

			@OnError
			String error(Throwable cause) {
				return cause.getMessage();
			}

		}
		try (TestServer server = TestServer.of(new Failing(), new Echo())) {
			assertThat(server.answerTo("hello, ")).isEqualTo("hello, planted");
		}
	}

	@Test
	void whenOneFailsWithAnErrorTheBytesStayValidForOneThatIsNotDone() throws Exception {
		CompletableFuture<Void> told = new CompletableFuture<>();
		class Later {

			@OnData
			CompletionStage<ByteBuf> data(ByteBuf bytes) {
				return told.completeOnTimeout(null, 100, TimeUnit.MILLISECONDS).thenApply((nothing) -> bytes);
			}

		}
		class Failing {

			@OnData
			void data() {
				throw new AssertionError("planted");
			}

			@OnError
			String error(Throwable cause) {
				return cause.getMessage();
			}

		}
		try (TestServer server = TestServer.of(new Later(), new Failing())) {
			assertThat(server.answerTo("hello, ")).isEqualTo("hello, planted");
		}
	}

	@Test
	void whenOneRepliesLaterTheOthersAreCalledAtOnceAndReadingWaits() throws Exception {
		CompletableFuture<String> reply = new CompletableFuture<>();
		class Later {

			@OnData
			CompletionStage<String> data(ByteBuf bytes) {
				return reply.thenApply((text) -> text + bytes.toString(StandardCharsets.UTF_8));
			}

		}
		class Reader {

			@OnData
			void data(ByteBuf bytes) {
				SeveralBeansTests.this.seen.add("read " + bytes.readByte());
			}

		}
		try (TestServer server = TestServer.of(new Reader(), new Later(), new Reader());
				TcpTestPeer peer = server.connect()) {
			peer.send("A");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("read 65");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("read 65");
			peer.send("B");
			assertThat(this.seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
			reply.complete("later:");
			peer.halfClose().expect("later:Alater:B").expectEnd();
			assertThat(this.seen).containsExactly("read 66", "read 66");
		}
	}

	@Test
	void whenSomeFailAtOnceAndSomeLaterTheFailuresAreHandledWhenAllAreDone() throws Exception {
		CompletableFuture<Void> done = new CompletableFuture<>();
		class Failing {

			@OnData
			void data() {
				SeveralBeansTests.this.seen.add("called");
				throw new IllegalStateException("at once");
			}

		}
		class Later {

			@OnData
			CompletionStage<Void> data() {
				return done.thenApply(Function.identity());
			}

			@OnError
			void error(Throwable cause) {
				SeveralBeansTests.this.seen.add(cause.getMessage() + " and " + cause.getSuppressed()[0].getMessage());
			}

		}
		try (TestServer server = TestServer.of(new Later(), new Failing()); TcpTestPeer peer = server.connect()) {
			peer.send("A");
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("called");
			assertThat(this.seen.poll(100, TimeUnit.MILLISECONDS)).isNull();
			done.completeExceptionally(new IllegalStateException("later"));
			assertThat(this.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("later and at once");
		}
	}

	@Test
	void whenBeansTakeTheSocketsDataForWhatItMayBeAtOnceTheyAgree() throws Exception {
		class Opening {

			@OnOpen
			void open(TcpSocket<Object> socket) {
				socket.data(new Session("me"));
			}

		}
		class Naming {

			@OnData
			String data(Named named, TcpSocket<? extends Runnable> socket) {
				return named.name();
			}

		}
		try (TestServer server = TestServer.of(new Opening(), new Naming())) {
			assertThat(server.answerTo("hello")).isEqualTo("me");
		}
	}

	interface Named {

		String name();

	}

	record Session(String name) implements Named, Runnable {

		@Override
		public void run() {
		}

	}

	static class Echo {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

}
