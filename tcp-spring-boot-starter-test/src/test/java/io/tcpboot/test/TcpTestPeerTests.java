package io.tcpboot.test;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Both ends are peers here.
 */
class TcpTestPeerTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private final TcpTestServer server = TcpTestServer.listen();

	private final TcpTestPeer peer = TcpTestPeer.connect(this.server.port());

	private final TcpTestPeer other = this.server.accept();

	@AfterEach
	void close() {
		this.peer.close();
		this.server.close();
	}

	@Test
	void whenWhatIsExpectedComesTheScriptGoesOn() {
		this.other.send("hello\n").send(new byte[] { 1, 2 }).halfClose();
		this.peer.expect("hel").expect("lo\n").expect(new byte[] { 1, 2 }).expectEnd().send("bye");
		this.other.expect("bye");
		assertThat(this.peer.received()).asString().isEqualTo("hello\n\1\2");
	}

	@Test
	void whenSomethingElseComesTheFailureShowsTheDifferenceAndAllThatCame() {
		this.other.send("hello, w\u00f6rld\n");
		assertFailure(() -> this.peer.expect("hello").expect(", word"), """
				expected ", word" (6 byte(s)), but got ", w\\xc3\\xb6r" (6 byte(s)), which differs at index 3
				11 byte(s) were received on this connection:
				  00000000  68 65 6c 6c 6f 2c 20 77 c3 b6 72                 |hello, w..r|""");
	}

	@Test
	void whenNotAllComesInTimeTheFailureShowsWhatCame() {
		this.other.send("hel");
		assertFailure(() -> this.peer.deadline(SHORT).expect("hello"), """
				expected "hello" (5 byte(s)), but nothing more came in 50ms
				3 byte(s) were received on this connection:
				  00000000  68 65 6c                                         |hel|""");
	}

	@Test
	void whenPeerEndsTooEarlyItIsAFailure() {
		this.other.halfClose();
		assertFailure(() -> this.peer.expect("hello"), """
				expected "hello" (5 byte(s)), but the connection ended
				Nothing was received on this connection.""");
	}

	@Test
	void whenMoreComesThanTheEndItIsAFailure() {
		this.other.send("x");
		assertFailure(this.peer::expectEnd, """
				expected the end, but got "x" (1 byte(s))
				1 byte(s) were received on this connection:
				  00000000  78                                               |x|""");
	}

	@Test
	void whenPeerResetsItIsNoEnd() {
		this.other.reset();
		assertFailure(this.peer::expectEnd, """
				expected the end, but the connection was reset
				Nothing was received on this connection.""");
	}

	@Test
	void whenPeerResetsAResetIsExpected() {
		this.other.send("lost or not").reset();
		this.peer.expectReset();
	}

	@Test
	void whenPeerEndsInOrderItIsNoReset() {
		this.other.close();
		assertFailure(this.peer::expectReset, """
				expected a reset, but the connection ended in order
				Nothing was received on this connection.""");
	}

	@Test
	void whenNothingComesNothingIsExpected() {
		this.peer.expectNothing(SHORT);
		this.other.send("x");
		assertFailure(() -> this.peer.expectNothing(Duration.ofSeconds(10)), """
				expected nothing for 10s, but got "x" (1 byte(s))
				1 byte(s) were received on this connection:
				  00000000  78                                               |x|""");
	}

	@Test
	void whenNobodyReadsSendingFailsInTime() {
		this.peer.deadline(SHORT);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.peer.send(new byte[64 * 1024 * 1024]))
			.withMessageContaining("(67108864 byte(s)): it was not taken in 50ms");
	}

	@Test
	void whenBytesTrickleTheyComeInPieces() {
		CompletableFuture<Void> trickled = CompletableFuture.runAsync(() -> this.other.trickle("abcde", 2, SHORT));
		this.peer.expect("ab").expectNothing(Duration.ofMillis(10)).expect("cde");
		assertThat(trickled).succeedsWithin(TcpTestPeer.DEADLINE);
	}

	@Test
	void whenPausedTimePasses() {
		long start = System.nanoTime();
		this.peer.pause(SHORT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
	}

	@Test
	void whenLengthIsKnownBytesAreRead() {
		this.other.send("abc").halfClose();
		assertThat(this.peer.read(2)).asString().isEqualTo("ab");
		assertThat(this.peer.readToEnd()).asString().isEqualTo("c");
	}

	@Test
	void whenTextIsKnownByItsLengthItIsRead() {
		this.other.send("für alle").halfClose();
		assertThat(this.peer.readText(4)).isEqualTo("für");
		assertThat(this.peer.readTextToEnd()).isEqualTo(" alle");
	}

	@Test
	void whenNobodyConnectsAcceptingFailsInTime() {
		assertThatThrownBy(() -> this.server.deadline(SHORT).accept()).isInstanceOf(AssertionError.class)
			.hasMessage("expected a connection to port " + this.server.port() + ", but none came in 50ms");
	}

	@Test
	void whenADeadlineLeavesNoTimeItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.deadline(Duration.ZERO))
			.withMessage("deadline: PT0S (expected: more than 0)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.peer.deadline(Duration.ofMillis(-1)));
	}

	@Test
	void whenADeadlineIsLessThanAMillisecondAcceptingFailsInTime() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.server.deadline(Duration.ofNanos(1)).accept());
	}

	@Test
	void whenThisPeerIsClosedTheFailureSaysSo() {
		this.peer.close();
		assertFailure(() -> this.peer.send("x"), """
				could not send "x" (1 byte(s)), but this peer is closed
				Nothing was received on this connection.""");
	}

	@Test
	void whenServerHasClosedItCanComeBack() {
		this.server.close();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> TcpTestPeer.connect(this.server.port()))
			.withMessageStartingWith("cannot connect to localhost:" + this.server.port());
		try (TcpTestServer again = TcpTestServer.listen(this.server.port());
				TcpTestPeer next = TcpTestPeer.connect(again.port())) {
			next.send("hello");
			again.accept().expect("hello");
		}
	}

	private static void assertFailure(Callable<?> step, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(step::call)
			.withMessage(message.replace("\n", System.lineSeparator()));
	}

	private static void assertFailure(Runnable step, String message) {
		assertFailure(() -> {
			step.run();
			return null;
		}, message);
	}

}
