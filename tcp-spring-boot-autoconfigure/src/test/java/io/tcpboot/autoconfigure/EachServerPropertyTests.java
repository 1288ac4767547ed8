package io.tcpboot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tcpboot.ServerOptions;
import io.tcpboot.ServerOptions.WhenFull;
import io.tcpboot.SocketOptions;
import io.tcpboot.framing.Framing;
import io.tcpboot.tls.TlsOptions.ClientAuth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each property that a server may have reaches what is built, set for the server or as a
 * default. A property that is in the metadata and not here fails.
 */
class EachServerPropertyTests {

	private static final Map<String, Effect> EFFECTS = new LinkedHashMap<>();

	static {
		effect("enabled", "false", Bound::isEnabled, false);
		option("port", "9", ServerOptions::port, 9);
		option("address", "127.0.0.2", ServerOptions::host, "127.0.0.2");
		option("path", "/tmp/echo.sock", ServerOptions::path, Path.of("/tmp/echo.sock"));
		option("permissions", "rw-------", ServerOptions::permissions,
				Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE), "path=/tmp/echo.sock");
		option("reclaim-stale", "true", ServerOptions::reclaimStale, true, "path=/tmp/echo.sock");
		option("backlog", "3", ServerOptions::backlog, 3);
		option("reuse-port", "true", ServerOptions::reusePort, true);
		option("max-connections", "4", ServerOptions::maxConnections, 4);
		option("max-connections-per-address", "5", ServerOptions::maxConnectionsPerAddress, 5);
		option("when-full", "wait", ServerOptions::whenFull, WhenFull.WAIT);
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
		ssl("enabled", "true", ServerSslProperties::getEnabled, true);
		ssl("bundle", "web", ServerSslProperties::getBundle, "web");
		ssl("handshake-timeout", "7s", ServerSslProperties::getHandshakeTimeout, Duration.ofSeconds(7));
		ssl("client-auth", "need", ServerSslProperties::getClientAuth, ClientAuth.NEED);
		effect("ssl.server-name-bundles[0].bundle", "api",
				(bound) -> bound.ssl().getServerNameBundles().get(0).getBundle(), "api");
	}

	static Stream<String> serverKeys() {
		return Metadata.keys(Metadata.SERVER).stream();
	}

	@ParameterizedTest
	@MethodSource("serverKeys")
	void whenSetForTheServerItIsThere(String key) {
		assertTakesEffect(key, "tcp.servers.echo.");
	}

	static Stream<String> defaultKeys() {
		return Metadata.keys(Metadata.DEFAULT).stream().filter(Metadata.keys(Metadata.SERVER)::contains);
	}

	@ParameterizedTest
	@MethodSource("defaultKeys")
	void whenSetAsADefaultItIsThere(String key) {
		assertTakesEffect(key, Metadata.DEFAULT);
	}

	private static void assertTakesEffect(String key, String prefix) {
		Effect effect = EFFECTS.get(key);
		assertThat(effect).as("a test of " + key).isNotNull();
		assertThat(effect.without(prefix)).isNotEqualTo(effect.expected());
		assertThat(effect.with(prefix)).isEqualTo(effect.expected());
	}

	private static void ssl(String key, String value, Function<ServerSslProperties, Object> result, Object expected) {
		effect("ssl." + key, value, (bound) -> result.apply(bound.ssl()), expected);
	}

	private static void lengthField(String key, String value, Function<Framing, Object> result, Object expected,
			String... others) {
		Stream<String> prefixed = Stream.of(others).map((other) -> "framing.length-field." + other);
		framing("framing.length-field." + key, value, result, expected,
				Stream.concat(Stream.of("framing.type=length-field"), prefixed).toArray(String[]::new));
	}

	private static void framing(String key, String value, Function<Framing, Object> result, Object expected,
			String... others) {
		socket(key, value, (options) -> result.apply(options.framing()), expected, others);
	}

	private static void socket(String key, String value, Function<SocketOptions, Object> result, Object expected,
			String... others) {
		option(key, value, (options) -> result.apply(options.socket()), expected, others);
	}

	private static void option(String key, String value, Function<ServerOptions, Object> result, Object expected,
			String... others) {
		effect(key, value, (bound) -> result.apply(bound.options()), expected, others);
	}

	private static void effect(String key, String value, Function<Bound, Object> result, Object expected,
			String... others) {
		EFFECTS.put(key.replaceAll("\\[0\\].*", ""), new Effect(key + "=" + value, List.of(others), result, expected));
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
	 * @param expected what is there if the property is set, and only then
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
			return this.result.apply(Bound.of(pairs.map((pair) -> prefix + pair).toArray(String[]::new)));
		}

	}

}
