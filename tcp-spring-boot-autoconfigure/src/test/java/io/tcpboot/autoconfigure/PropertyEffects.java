package io.tcpboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tcpboot.SocketOptions;
import io.tcpboot.framing.Framing;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each property does: those of sockets, which servers and clients have in common,
 * and what else is added. A key that is asked for and not here fails.
 */
final class PropertyEffects {

	private final Map<String, Effect> effects = new LinkedHashMap<>();

	private final Function<Bound, SocketOptions> sockets;

	PropertyEffects(Function<Bound, SocketOptions> sockets) {
		this.sockets = sockets;
		socket("idle-timeout", "1s", SocketOptions::idleTimeout, Duration.ofSeconds(1));
		socket("read-timeout", "2s", SocketOptions::readTimeout, Duration.ofSeconds(2));
		socket("write-timeout", "3s", SocketOptions::writeTimeout, Duration.ofSeconds(3));
		socket("close-timeout", "4s", SocketOptions::closeTimeout, Duration.ofSeconds(4));
		socket("linger-timeout", "5s", SocketOptions::lingerTimeout, Duration.ofSeconds(5));
		socket("allow-half-open", "true", SocketOptions::allowHalfOpen, true);
		socket("close-on-error", "true", SocketOptions::closeOnError, true);
		socket("close-on-timeout", "true", SocketOptions::closeOnTimeout, true);
		socket("tcp-no-delay", "false", SocketOptions::noDelay, false);
		socket("keep-alive", "true", SocketOptions::keepAlive, true);
		socket("auto-back-pressure", "false", SocketOptions::autoBackPressure, false);
		socket("receive-buffer-size", "8KB", SocketOptions::receiveBufferSize, 8192);
		socket("send-buffer-size", "16KB", SocketOptions::sendBufferSize, 16384);
		socket("write-buffer.high-water-mark", "32KB", SocketOptions::highWaterMark, 32768);
		socket("write-buffer.low-water-mark", "1KB", SocketOptions::lowWaterMark, 1024);
		socket("write-buffer.max-pending", "1MB", SocketOptions::maxPending, 1024 * 1024);
		socket("wiretap", "true", SocketOptions::wiretap, true);
		framing("framing.type", "lines", frameOf("abc"), "abc\n");
		framing("framing.delimiter", "\r\n", frameOf("abc"), "abc\r\n", "framing.type=delimited");
		framing("framing.length", "3", Framing::maxFrame, 3, "framing.type=fixed");
		framing("framing.max-frame", "1KB", Framing::maxFrame, 1024, "framing.type=lines");
		framing("framing.deadline", "6s", Framing::deadline, Duration.ofSeconds(6), "framing.type=lines");
		lengthField("bytes", "1", frameOf("abc"), "\3abc");
		lengthField("little-endian", "true", frameOf("abc"), "\3\0abc", "bytes=2");
		lengthField("adjustment", "-2", frameOf("abc"), "\0\5abc", "bytes=2");
		lengthField("keep", "true", frameOf("\0\3abc"), "\0\3abc", "bytes=2");
		lengthField("offset", "1", frameOf("x\3abc"), "x\3abc", "bytes=1", "keep=true");
	}

	void assertTakesEffect(String key, String prefix) {
		Effect effect = this.effects.get(key);
		assertThat(effect).as("a test of " + key).isNotNull();
		assertThat(effect.without(prefix)).isNotEqualTo(effect.expected());
		assertThat(effect.with(prefix)).isEqualTo(effect.expected());
	}

	private void lengthField(String key, String value, Function<Framing, Object> result, Object expected,
			String... others) {
		Stream<String> prefixed = Stream.of(others).map((other) -> "framing.length-field." + other);
		framing("framing.length-field." + key, value, result, expected,
				Stream.concat(Stream.of("framing.type=length-field"), prefixed).toArray(String[]::new));
	}

	private void framing(String key, String value, Function<Framing, Object> result, Object expected,
			String... others) {
		socket(key, value, (options) -> result.apply(options.framing()), expected, others);
	}

	private void socket(String key, String value, Function<SocketOptions, Object> result, Object expected,
			String... others) {
		add(key, value, (bound) -> result.apply(this.sockets.apply(bound)), expected, others);
	}

	/**
	 * Add what a property does.
	 * @param key what follows the name of the server or client
	 * @param value a value that is not the usual one
	 * @param result what to look at
	 * @param expected what is there if the property is set, and only then
	 * @param others what has to be set besides, at the same place unless it says where
	 */
	void add(String key, String value, Function<Bound, Object> result, Object expected, String... others) {
		this.effects.put(key.replaceAll("\\[0\\].*", ""),
				new Effect(key + "=" + value, List.of(others), result, expected));
	}

	private static Function<Framing, Object> frameOf(String payload) {
		return (framing) -> {
			ByteBuf bytes = Unpooled.copiedBuffer(payload, StandardCharsets.ISO_8859_1);
			ByteBuf frame = Unpooled.buffer();
			framing.frameBytes(bytes);
			framing.writeFrame(frame, bytes);
			return new String(ByteBufUtil.getBytes(frame), StandardCharsets.ISO_8859_1);
		};
	}

	/**
	 * What a property does.
	 *
	 * @param pair key and value
	 * @param others what has to be set besides
	 * @param result what to look at
	 * @param expected what is there then
	 */
	private record Effect(String pair, List<String> others, Function<Bound, Object> result, Object expected) {

		@Nullable Object with(String prefix) {
			return result(Stream.concat(this.others.stream(), Stream.of(this.pair)), prefix);
		}

		/**
		 * Return a failure, if the property is required.
		 */
		@Nullable Object without(String prefix) {
			try {
				return result(this.others.stream(), prefix);
			}
			catch (RuntimeException ex) {
				return ex;
			}
		}

		private @Nullable Object result(Stream<String> pairs, String prefix) {
			return this.result.apply(Bound
				.of(pairs.map((pair) -> pair.startsWith("tcp.") ? pair : prefix + pair).toArray(String[]::new)));
		}

	}

}
