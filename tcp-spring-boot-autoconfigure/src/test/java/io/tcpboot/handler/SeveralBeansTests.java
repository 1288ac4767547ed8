package io.tcpboot.handler;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
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

	static class Echo {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

}
