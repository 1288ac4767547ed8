package io.tcpboot;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of sockets with framing: what a write takes, what a handler gets, how a bad frame
 * ends. How each framing cuts is tested in its own package.
 */
class FramedSocketTests {

	private static final Framing REDIS = Framing.codec(() -> List.of(new RedisDecoder(),
			new RedisBulkStringAggregator(), new RedisArrayAggregator(1024, 8), new RedisEncoder()));

	private final Events events = new Events();

	@Test
	void whenLinesArriveEachIsOneCallAndTheAnswerIsALine() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), echo())) {
			pair.peer.send("one\ntw");
			assertThat(pair.peer.readText(4)).isEqualTo("one\n");
			pair.peer.send("o\r\n\nthree\n").finish();
			assertThat(pair.peer.readAllText()).isEqualTo("two\n\nthree\n");
			assertThat(this.events.all()).contains("data one", "data two", "data ", "data three");
		}
	}

	@Test
	void whenWrittenInAnyFormItIsOneFrame() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lengthField(2)), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			ByteBuf buffer = Unpooled.copiedBuffer("bb", StandardCharsets.UTF_8);
			ByteBuffer nio = ByteBuffer.wrap(bytes("cc"));
			assertThat(socket.write(bytes("xaax"), 1, 2)).isEqualTo(2);
			assertThat(socket.write(buffer)).isEqualTo(2);
			assertThat(socket.write(nio)).isEqualTo(2);
			assertThat(socket.write("d\u00e9")).isEqualTo(2);
			assertThat(socket.send(bytes("ee"))).isTrue();
			assertThat(socket.send(nio.rewind())).isTrue();
			socket.writeFully(bytes("ff"));
			assertThat(socket.end("gg")).isTrue();
			assertThat(pair.peer.readAllText()).isEqualTo("\0\2aa\0\2bb\0\2cc\0\3d\u00e9\0\2ee\0\2cc\0\2ff\0\2gg");
			assertThat(buffer.isReadable()).isFalse();
			assertThat(nio.hasRemaining()).isFalse();
			assertThat(socket.bytesWritten()).isEqualTo(33);
		}
	}

	@Test
	void whenWrittenOnTheEventLoopItIsOneFrame() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.fixed(3)), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			Flow.onLoop(socket, () -> socket.write("abc") + socket.write("def"));
			assertThat(pair.peer.readText(6)).isEqualTo("abcdef");
		}
	}

	@Test
	void whenAFrameDoesNotFitNothingOfItIsTakenAndDrainTells() throws Exception {
		SocketOptions options = framed(Framing.lines()).toBuilder().highWaterMark(1000).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			long frames = Flow.onLoop(socket, () -> {
				long taken = 0;
				while (socket.write(bytes("x".repeat(99))) == 99) {
					taken++;
				}
				return taken;
			});
			assertThat(socket.pendingBytes()).isBetween(901L, 1000L);
			String all = ("x".repeat(99) + "\n").repeat((int) frames);
			assertThat(pair.peer.readText(all.length())).isEqualTo(all);
			this.events.await("drain");
			socket.end("more");
			assertThat(pair.peer.readAllText()).isEqualTo("more\n");
			assertThat(socket.bytesWritten()).isEqualTo(all.length() + 5);
		}
	}

	@Test
	void whenAFrameIsLargerThanTheMarkItIsTakenOnceLittleIsPending() throws Exception {
		SocketOptions options = framed(Framing.lines()).toBuilder().highWaterMark(1000).build();
		try (Pair pair = Pair.narrow(options, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			byte[] large = bytes("l".repeat(60_000));
			long taken = Flow.onLoop(socket, () -> (long) socket.write(large) + socket.write(large));
			assertThat(taken).isEqualTo(60_000);
			assertThat(pair.peer.readText(60_001)).endsWith("l\n");
			this.events.await("drain");
			socket.writeFully(large);
			assertThat(pair.peer.readText(60_001)).endsWith("l\n");
		}
	}

	@Test
	void whenThePayloadIsNoLegalFrameItIsRefusedAndNothingIsSent() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatIllegalArgumentException().isThrownBy(() -> socket.write("two\nlines"));
			assertThatIllegalArgumentException().isThrownBy(() -> socket.send("x".repeat(70_000)));
			assertThatIllegalStateException().isThrownBy(() -> socket.sink(100)).withMessageContaining("framing");
			assertThatIllegalStateException().isThrownBy(() -> socket.sendMessage("x")).withMessageContaining("codec");
			assertThat(socket.pendingBytes()).isZero();
			socket.end("fine");
			assertThat(pair.peer.readAllText()).isEqualTo("fine\n");
		}
	}

	@Test
	void whenAFrameIsTooLongTheSocketClosesWithTheReason() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines().maxFrame(10)), echo())) {
			pair.peer.send("short\n" + "l".repeat(100));
			assertThat(pair.peer.readAllText()).isEqualTo("short\n");
			pair.peer.finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "data short", "close FRAME_TOO_LONG");
			assertThat(this.events.socket().closeCause()).isNotNull();
		}
	}

	@Test
	void whenAFrameIsImpossibleTheSocketClosesWithTheReason() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lengthField(4).adjustment(-4)), echo())) {
			pair.peer.send(new byte[] { 0, 0, 0, 1 }).finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close MALFORMED_FRAME");
		}
	}

	@Test
	void whenThePeerFinishesInAFrameThatIsNoOrderlyEnd() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), echo())) {
			pair.peer.send("whole\nhal").finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "data whole", "close MALFORMED_FRAME");
		}
	}

	@Test
	void whenThePeerResetsInAFrameTheReasonIsTheReset() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), echo())) {
			pair.peer.send("whole\nhal");
			this.events.await("data whole");
			pair.peer.reset();
			assertThat(this.events.awaitClose()).endsWith("close RESET");
		}
	}

	@Test
	void whenStoppedInAFrameTheReasonIsOurs() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), echo())) {
			pair.peer.send("whole\nhal");
			this.events.await("data whole");
			Events.until(() -> this.events.socket().bytesRead() == 9);
			pair.stopListener();
			assertThat(this.events.awaitClose()).endsWith("close SHUTDOWN");
		}
	}

	@Test
	void whenAFrameTricklesInItHasADeadline() {
		try (ClockedSocket clocked = new ClockedSocket(framed(Framing.lines()), this.events.handlers().build())) {
			clocked.receive("whole\nb");
			for (int second = 0; second < 29; second++) {
				clocked.advance(Duration.ofSeconds(1));
				clocked.receive("x");
			}
			assertThat(this.events.all()).containsExactly("open", "data whole");
			clocked.advance(Duration.ofSeconds(1));
			clocked.peerFinishes();
			assertThat(this.events.all()).containsExactly("open", "data whole", "close FRAME_TIMEOUT");
		}
	}

	@Test
	void whenPausedInsideAFrameTheOthersOfTheSameReadWait() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.pause();
		}).build())) {
			pair.peer.send("one\ntwo\nthree\n");
			this.events.await("data one");
			TcpSocket<String> socket = this.events.socket();
			TestLoop.settle(socket);
			assertThat(this.events.all()).containsExactly("open", "data one");
			socket.resume();
			this.events.await("data two");
			socket.resume();
			this.events.await("data three");
		}
	}

	@ParameterizedTest
	@CsvSource({ "toolongtoolong, FRAME_TOO_LONG", "rest, MALFORMED_FRAME" })
	void whenABadFrameComesWhileAHandlerIsBusyThoseBeforeItAreDelivered(String bad, CloseReason reason)
			throws Exception {
		Queue<CompletableFuture<Void>> stages = new ConcurrentLinkedQueue<>();
		SocketHandlers<String> handlers = SocketHandlers.<String>builder().asyncData((socket, bytes) -> {
			this.events.data(socket, bytes);
			CompletableFuture<Void> stage = new CompletableFuture<>();
			stages.add(stage);
			return stage;
		}).close((socket, why) -> this.events.add("close " + why)).build();
		try (Pair pair = Pair.accepted(framed(Framing.lines().maxFrame(8)), handlers)) {
			pair.peer.send("a\nb\nc\n" + bad).finish();
			for (int frame = 1; frame <= 3; frame++) {
				int count = frame;
				Events.until(() -> this.events.count("data") == count);
				stages.remove().complete(null);
			}
			assertThat(this.events.awaitClose()).containsExactly("data a", "data b", "data c", "close " + reason);
		}
	}

	@Test
	void whenThePayloadIsEmptyOnlySendTakesIt() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatIllegalArgumentException().isThrownBy(() -> socket.write("")).withMessageContaining("send");
			assertThatIllegalArgumentException().isThrownBy(() -> socket.writeFully(new byte[0]));
			assertThat(socket.send("")).isTrue();
			socket.end("x");
			assertThat(pair.peer.readAllText()).isEqualTo("\nx\n");
		}
	}

	@Test
	void whenACodecCannotBeMadeTheConnectFails() throws Exception {
		Framing framing = Framing.codec(() -> {
			throw new IllegalStateException("no codec");
		});
		try (ServerSocket server = Peer.listen()) {
			ClientOptions options = ClientOptions.to("localhost", server.getLocalPort())
				.toBuilder()
				.socket(framed(framing))
				.build();
			assertThat(TestLoop.LOOP.connect(options, this.events.handlers().build())).failsWithin(20, TimeUnit.SECONDS)
				.withThrowableThat()
				.withRootCauseInstanceOf(IllegalStateException.class);
			assertThat(Peer.accept(server).readAll()).isEmpty();
			assertThat(this.events.all()).containsExactly("connectError OTHER");
		}
	}

	@Test
	void whenFramedCountersCountWhatTheNetworkCarries() throws Exception {
		try (Pair pair = Pair.accepted(framed(Framing.lines()), echo())) {
			pair.peer.send("one\r\ntwo\n");
			assertThat(pair.peer.readText(8)).isEqualTo("one\ntwo\n");
			assertThat(this.events.socket().bytesRead()).isEqualTo(9);
			Events.until(() -> this.events.socket().bytesWritten() == 8);
		}
	}

	@Test
	void whenACodecDecodesMessagesTheyAreHandledAndAnswered() throws Exception {
		CompletableFuture<Object> got = new CompletableFuture<>();
		try (Pair pair = Pair.accepted(framed(REDIS), SocketHandlers.<String>builder().message((socket, message) -> {
			got.complete(message.getClass().getSimpleName());
			socket.sendMessage(new SimpleStringRedisMessage("PONG"));
		}).build())) {
			pair.peer.send("*1\r\n$4\r\nPING\r\n");
			assertThat(pair.peer.readText(7)).isEqualTo("+PONG\r\n");
			assertThat(got.get(20, TimeUnit.SECONDS)).isEqualTo("ArrayRedisMessage");
		}
	}

	@Test
	void whenACodecEncodesBytesItDoesSoOnce() throws Exception {
		Framing framing = Framing
			.codec(() -> List.of(new LengthFieldBasedFrameDecoder(100, 0, 4, 0, 4), new LengthFieldPrepender(4)));
		try (Pair pair = Pair.accepted(framed(framing), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThat(socket.sendMessage(Unpooled.wrappedBuffer(bytes("hi")))).isTrue();
			socket.end("raw");
			assertThat(pair.peer.readAllText()).isEqualTo("\0\0\0\2hiraw");
			assertThat(socket.bytesWritten()).isEqualTo(9);
			assertThat(socket.sendMessage(Unpooled.EMPTY_BUFFER)).isFalse();
		}
	}

	@Test
	void whenACodecFailsTheSocketClosesWithTheReason() throws Exception {
		try (Pair pair = Pair.accepted(framed(REDIS), this.events.handlers().message((socket, message) -> {
		}).build())) {
			pair.peer.send("$garbage\r\n").finish();
			assertThat(this.events.awaitClose()).containsExactly("open", "close MALFORMED_FRAME");
		}
	}

	@Test
	void whenACodecCannotEncodeTheCallerLearnsIt() throws Exception {
		try (Pair pair = Pair.accepted(framed(REDIS), this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatExceptionOfType(EncoderException.class).isThrownBy(() -> socket.sendMessage("a"))
				.withMessageContaining("java.lang.String");
			assertThat(socket.sendMessage(new SimpleStringRedisMessage("b"))).isTrue();
			assertThat(pair.peer.readText(4)).isEqualTo("+b\r\n");
		}
	}

	@Test
	void whenNobodyHandlesAMessageTheErrorSaysSo() throws Exception {
		try (Pair pair = Pair.accepted(framed(REDIS), this.events.handlers().build())) {
			pair.peer.send("+OK\r\n");
			Events.until(() -> this.events.count("error message: no handler for") == 1);
		}
	}

	private SocketHandlers<String> echo() {
		return this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.send(bytes);
		}).build();
	}

	private static SocketOptions framed(Framing framing) {
		return SocketOptions.builder().framing(framing).build();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
