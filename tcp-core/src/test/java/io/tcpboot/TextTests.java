package io.tcpboot;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of text: no character is ever torn.
 */
class TextTests {

	/** Characters of one, two, three and four bytes. */
	private static final String TEXT = "a\u00e9\u20ac\ud83d\ude00z\u00df\u4e16\ud834\udd1e";

	private final Events events = new Events();

	@ParameterizedTest
	@ValueSource(ints = { 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 })
	@DisplayName("B47 a text that is cut at any byte is cut between characters, and its rest is a subSequence")
	void whenATextIsCutItsRestCanBeWritten(int mark) throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(mark).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			CharSequence rest = TEXT;
			while (rest.length() > 0) {
				CharSequence now = rest;
				int[] chars = { 0 };
				socket.cork((corked) -> chars[0] = corked.write(now));
				assertThat(chars[0]).isPositive();
				assertThat(Character.isLowSurrogate((now + "x").charAt(chars[0]))).isFalse();
				rest = now.subSequence(chars[0], now.length());
				socket.flush().toCompletableFuture().join();
			}
			socket.end();
			assertThat(pair.peer.readAllText()).isEqualTo(TEXT);
		}
	}

	@Test
	@DisplayName("B47 a character that does not fit is not taken, nor a byte of it")
	void whenACharacterDoesNotFitNothingIsTaken() throws Exception {
		SocketOptions options = SocketOptions.builder().highWaterMark(10).build();
		try (Pair pair = Pair.accepted(options, this.events.handlers().build())) {
			this.events.socket().cork((socket) -> {
				assertThat(socket.write("12345678")).isEqualTo(8);
				assertThat(socket.write("\u20ac")).isZero();
				assertThat(socket.write("\ud83d\ude00")).isZero();
				assertThat(socket.pendingBytes()).isEqualTo(8);
				assertThat(socket.write("\u00e9\u00e9")).isOne();
				assertThat(socket.pendingBytes()).isEqualTo(10);
			});
			assertThat(pair.peer.readText(10)).isEqualTo("12345678\u00e9");
			this.events.await("drain");
		}
	}

	@Test
	@DisplayName("B47 write, send and end encode text of any kind as UTF-8, on the event loop and elsewhere")
	void whenTextIsSentItIsUtf8() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			socket.write(new StringBuilder(TEXT));
			socket.send(TEXT);
		}).build())) {
			TcpSocket<String> socket = this.events.socket();
			pair.peer.send("x");
			pair.peer.readText(40);
			assertThat(socket.write(TEXT)).isEqualTo(TEXT.length());
			assertThat(socket.send(new StringBuilder(TEXT))).isTrue();
			assertThat(socket.end(new StringBuilder(TEXT))).isTrue();
			assertThat(pair.peer.readAllText()).isEqualTo(TEXT.repeat(3));
		}
	}

}
