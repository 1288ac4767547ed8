package io.tcpboot.framing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisCodecException;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The door for any codec, here one of Netty's and one that fails.
 */
class CodecFramingTests {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private static final Framing REDIS = Framing
		.codec(() -> List.of(new RedisDecoder(), new RedisBulkStringAggregator(), new RedisArrayAggregator(16, 4),
				new RedisEncoder()))
		.maxFrame(100)
		.deadline(DEADLINE);

	private static final Framing LINES = Framing.codec(() -> List.of(new LineBasedFrameDecoder(10)));

	private static final String TIMEOUT = FrameTimeoutException.class.getSimpleName();

	private final FramedChannel channel = new FramedChannel(REDIS);

	@AfterEach
	void close() {
		this.channel.close();
	}

	@Test
	void whenItIsACodecMessagesAreWhatItMakesOfThem() {
		assertThat(REDIS.isCodec()).isTrue();
		this.channel.receive("+OK\r\n*1\r\n$3\r", "\nabc\r\n");
		assertThat(this.channel.told).hasSize(2);
		assertThat(this.channel.told.get(0)).contains("SimpleStringRedisMessage").contains("OK");
		assertThat(this.channel.told.get(1)).contains("ArrayRedisMessage");
	}

	@Test
	void whenAMessageIsWrittenTheCodecWritesIt() {
		this.channel.channel.writeOutbound(new SimpleStringRedisMessage("PING"));
		assertThat(this.channel.sent()).isEqualTo("+PING\r\n");
	}

	@Test
	void whenBytesAreWrittenTheyPassAsTheyAre() {
		assertThat(FramedChannel.encode(REDIS, "+PING\r\n")).isEqualTo("+PING\r\n");
	}

	@Test
	void whenItFailsTheFailureIsTheLastThing() {
		this.channel.receive("+OK\r\n?\r\n+OK\r\n", "+OK\r\n").advance(DEADLINE);
		assertThat(this.channel.told).hasSize(2).endsWith(DecoderException.class.getSimpleName());
		assertThat(this.channel.failures.get(0)).hasRootCauseInstanceOf(RedisCodecException.class);
	}

	@Test
	void whenItFailsOtherwiseItIsADecoderException() {
		try (FramedChannel channel = new FramedChannel(Framing.codec(() -> List.of(new Broken())))) {
			assertThat(channel.receive("1").told).containsExactly("DecoderException");
			assertThat(channel.failures.get(0)).hasRootCauseMessage("broken");
		}
	}

	@Test
	void whenItHasFailedItIsAskedNoMoreAndItsMessagesAreDropped() {
		Broken broken = new Broken();
		try (FramedChannel channel = new FramedChannel(Framing.codec(() -> List.of(broken)))) {
			assertThat(channel.receive("1", "2").told).hasSize(1);
			assertThat(broken.reads).isOne();
		}
	}

	@Test
	void whenAFailureIsNotTheCodecsItPassesAsItIs() {
		IOException reset = new IOException("Connection reset by peer");
		this.channel.channel.pipeline().fireExceptionCaught(reset);
		assertThat(this.channel.failures).containsExactly(reset);
		assertThat(this.channel.receive("+OK\r\n").told).hasSize(2);
	}

	@Test
	void whenNoMessageComesInTimeItIsTold() {
		this.channel.receive("+OK\r\n", "$3\r\n").advance(DEADLINE.dividedBy(2)).receive("a");
		assertThat(this.channel.advance(DEADLINE.dividedBy(2)).told).hasSize(2).endsWith(TIMEOUT);
		assertThat(this.channel.receive("bc\r\n").told).hasSize(2);
	}

	@Test
	void whenAMessageComesTheTimeIsOver() {
		this.channel.receive("$3\r\n").advance(DEADLINE.dividedBy(2)).receive("abc\r\n");
		assertThat(this.channel.advance(DEADLINE).told).hasSize(1).doesNotContain(TIMEOUT);
	}

	@Test
	void whenPausedTheTimeBeginsAnew() {
		this.channel.receive("$3\r\n").pause().advance(DEADLINE).resume().advance(DEADLINE.dividedBy(2));
		assertThat(this.channel.told).isEmpty();
		assertThat(this.channel.advance(DEADLINE.dividedBy(2)).told).containsExactly(TIMEOUT);
	}

	@Test
	void whenMessagesArriveWholeNothingIsScheduled() {
		this.channel.receive("+OK\r\n", "+OK\r\n");
		assertThat(this.channel.hasScheduled()).isFalse();
	}

	@Test
	void whenTheInputEndsTheChannelClosesOrTheHandlersGoTheTimerEnds() {
		assertThat(this.channel.receive("$3\r\n").end().hasScheduled()).isFalse();
		try (FramedChannel secure = new FramedChannel(REDIS)) {
			assertThat(secure.receive("$3\r\n").tlsEnd().hasScheduled()).isFalse();
		}
		try (FramedChannel closed = new FramedChannel(LINES)) {
			closed.receive("1").channel.pipeline().fireChannelInactive();
			assertThat(closed.hasScheduled()).isFalse();
		}
		try (FramedChannel removed = new FramedChannel(REDIS)) {
			assertThat(removed.receive("$3\r\n").removeHandlers().hasScheduled()).isFalse();
		}
	}

	@Test
	void whenTooManyBytesMakeNoMessageItIsTold() {
		this.channel.receive("$200\r\n", "x".repeat(94)).receive("y").receive("z");
		assertThat(this.channel.told).containsExactly(TooLongFrameException.class.getSimpleName());
	}

	@Test
	void whenThereIsNoHandlerItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Framing.codec(List::of).newHandlers())
			.withMessage("handlers: [] (expected: at least one)");
	}

	/**
	 * Fails, and does not leave it at that.
	 */
	private static final class Broken extends ChannelInboundHandlerAdapter {

		private int reads;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			this.reads++;
			ReferenceCountUtil.release(message);
			throw new IllegalStateException("broken");
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.fireChannelRead("late");
			throw new IllegalStateException("broken again");
		}

	}

}
