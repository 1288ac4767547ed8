package io.tcpboot;

import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.redis.RedisArrayAggregator;
import io.netty.handler.codec.redis.RedisBulkStringAggregator;
import io.netty.handler.codec.redis.RedisDecoder;
import io.netty.handler.codec.redis.RedisEncoder;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the snippets of docs/framing.md, as they stand there.
 */
class FramingSnippetTests {

	@Test
	void lines() throws Exception {
		// @formatter:off
ServerOptions options = ServerOptions.builder()
	.port(0)
	.socket(SocketOptions.builder().framing(Framing.lines().maxFrame(1024)).build())
	.build();
SocketHandlers<Void> greeter = SocketHandlers.<Void>builder()
	.data((socket, line) -> socket.send("Hello " + line.toString(UTF_8)))
	.build();
		// @formatter:on
		try (TcpListener<Void> listener = TestLoop.LOOP.listen(options, greeter);
				Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.send("Ann\r\nBob\n").readText(20)).isEqualTo("Hello Ann\nHello Bob\n");
		}
	}

	@Test
	void lengthFields() {
		// @formatter:off
// 4 bytes, the lowest first: length of what follows
Framing little = Framing.lengthField(4).littleEndian();
// 4 bytes: length of all, these 4 too
Framing whole = Framing.lengthField(4).adjustment(-4);
// 1 byte: type, 2 bytes: length of the body. Both stay in the message
Framing typed = Framing.lengthField(2).keep().offset(1);
		// @formatter:on
		assertThat(little.frameBytes(Unpooled.wrappedBuffer(new byte[3]))).isEqualTo(7);
		assertThat(whole.frameBytes(Unpooled.wrappedBuffer(new byte[3]))).isEqualTo(7);
		assertThat(typed.frameBytes(Unpooled.wrappedBuffer(new byte[] { 9, 0, 1, 8 }))).isEqualTo(4);
	}

	@Test
	void codec() throws Exception {
		// @formatter:off
Framing redis = Framing.codec(() -> List.of(new RedisDecoder(), new RedisBulkStringAggregator(),
		new RedisArrayAggregator(1024, 8), new RedisEncoder()));
SocketHandlers<Void> handlers = SocketHandlers.<Void>builder()
	.message((socket, message) -> socket.sendMessage(new SimpleStringRedisMessage("PONG")))
	.build();
		// @formatter:on
		SocketOptions options = SocketOptions.builder().framing(redis).build();
		try (TcpListener<Void> listener = TestLoop.listen(options, handlers);
				Peer peer = Peer.connect(listener.port())) {
			assertThat(peer.send("*1\r\n$4\r\nPING\r\n").readText(7)).isEqualTo("+PONG\r\n");
		}
	}

}
