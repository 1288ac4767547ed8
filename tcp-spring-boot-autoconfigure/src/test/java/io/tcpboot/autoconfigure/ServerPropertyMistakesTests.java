package io.tcpboot.autoconfigure;

import java.util.Locale;
import java.util.stream.Stream;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.handler.InvalidTcpServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Values that are refused: each message names the whole key.
 */
class ServerPropertyMistakesTests {

	private static final String SERVER = "tcp.servers.echo.";

	@ParameterizedTest
	@MethodSource
	void whenAValueIsWrongItsKeyIsNamed(String message, String[] properties) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> Bound.of(properties).options())
			.withMessage("Property " + message);
	}

	static Stream<Arguments> whenAValueIsWrongItsKeyIsNamed() {
		return Stream.of(
				mistake("tcp.servers.echo.port with value '65536' is invalid: port: 65536 (expected: 0-65535)",
						SERVER + "port=65536"),
				mistake("tcp.servers.Echo.backlog with value '0' is invalid: backlog: 0 (expected: >= 1)",
						"tcp.servers[Echo].backlog=0"),
				mistake("tcp.defaults.backlog with value '0' is invalid: backlog: 0 (expected: >= 1)",
						"tcp.defaults.backlog=0"),
				mistake("tcp.servers.echo.idle-timeout with value 'PT-1S' is invalid: "
						+ "idleTimeout: PT-1S (expected: not negative)", SERVER + "idle-timeout=-1s"),
				mistake("tcp.servers.echo.send-buffer-size with value '4294967296B' is invalid: "
						+ "4294967296B (expected: at most 2147483647B)", SERVER + "send-buffer-size=4GB"),
				mistake("tcp.servers.echo.write-buffer.low-water-mark with value '65536B' is invalid: "
						+ "lowWaterMark: 65536 (expected: < highWaterMark (65536))",
						SERVER + "write-buffer.low-water-mark=64KB"),
				mistake("tcp.servers.echo.write-buffer.max-pending with value '1024B' is invalid: "
						+ "maxPending: 1024 (expected: >= highWaterMark (65536))",
						SERVER + "write-buffer.max-pending=1KB"),
				mistake("tcp.servers.echo.write-buffer.high-water-mark with value '33554432B' is invalid: "
						+ "maxPending: 16777216 (expected: >= highWaterMark (33554432))",
						SERVER + "write-buffer.high-water-mark=32MB"),
				mistake("tcp.defaults.write-buffer.max-pending with value '65536B' is invalid: "
						+ "maxPending: 65536 (expected: >= highWaterMark (131072))",
						SERVER + "write-buffer.high-water-mark=128KB", "tcp.defaults.write-buffer.max-pending=64KB"),
				mistake("tcp.servers.echo.permissions with value 'rw-rw----' is invalid: "
						+ "permissions: [OWNER_READ, OWNER_WRITE, GROUP_READ, GROUP_WRITE] "
						+ "(expected: not set without a path)", SERVER + "permissions=rw-rw----"),
				mistake("tcp.servers.echo.permissions with value '660' is invalid: "
						+ "permissions: 660 (expected: nine characters such as rw-rw----)",
						SERVER + "path=/tmp/echo.sock", SERVER + "permissions=660"),
				mistake("tcp.servers.echo.reclaim-stale with value 'true' is invalid: "
						+ "reclaimStale: true (expected: false without a path)", SERVER + "reclaim-stale=true"),
				mistake("tcp.servers.echo.reuse-port with value 'true' is invalid: "
						+ "reusePort: true (expected: false for a unix socket, which has no port)",
						SERVER + "path=/tmp/echo.sock", SERVER + "reuse-port=true"),
				mistake("tcp.servers.echo.keep-alive with value 'true' is invalid: keepAlive: true "
						+ "(expected: false beside path /tmp/echo.sock, as unix sockets have none)",
						SERVER + "path=/tmp/echo.sock", SERVER + "keep-alive=true"),
				mistake("tcp.servers.echo.tcp-no-delay with value 'false' is invalid: "
						+ "noDelay: false (expected: not set for a unix socket)", SERVER + "path=/tmp/echo.sock",
						SERVER + "tcp-no-delay=false"),
				mistake("tcp.servers.echo.max-connections-per-address with value '1' is invalid: "
						+ "maxConnectionsPerAddress: 1 "
						+ "(expected: 0 for a unix socket, whose clients have no addresses to count)",
						SERVER + "path=/tmp/echo.sock", SERVER + "max-connections-per-address=1"),
				mistake("tcp.defaults.ssl.handshake-timeout with value 'PT0S' is invalid: "
						+ "handshakeTimeout: PT0S (expected: 1 ms to 1 day)", "tcp.defaults.ssl.handshake-timeout=0"));
	}

	@ParameterizedTest
	@MethodSource
	void whenFramingIsWrongItsKeyIsNamed(String message, String[] properties) {
		whenAValueIsWrongItsKeyIsNamed(message, properties);
	}

	static Stream<Arguments> whenFramingIsWrongItsKeyIsNamed() {
		String framing = SERVER + "framing.";
		return Stream.of(
				mistake("tcp.servers.echo.framing.max-frame with value '1024B' is invalid: "
						+ "the framing is none (expected: lines or delimited or length-field)",
						framing + "max-frame=1KB"),
				mistake("tcp.servers.echo.framing.delimiter with value ';' is invalid: "
						+ "the framing is lines (expected: delimited)", framing + "type=lines",
						framing + "delimiter=;"),
				mistake("tcp.servers.echo.framing.length-field.keep with value 'true' is invalid: "
						+ "the framing is fixed (expected: length-field)", framing + "type=fixed", framing + "length=3",
						framing + "length-field.keep=true"),
				mistake("tcp.servers.echo.framing.length-field.bytes with value '5' is invalid: "
						+ "bytes: 5 (expected: 1, 2, 3, 4 or 8)", framing + "type=length-field",
						framing + "length-field.bytes=5"),
				mistake("tcp.servers.echo.framing.length-field.offset with value '1' is invalid: "
						+ "offset: 1 (expected: 0, or keep() before it)", framing + "type=length-field",
						framing + "length-field.bytes=2", framing + "length-field.offset=1"),
				mistake("tcp.servers.echo.framing.max-frame with value '1B' is invalid: "
						+ "maxFrame: 1 (expected: >= 2, the header that is kept)", framing + "type=length-field",
						framing + "length-field.bytes=2", framing + "length-field.keep=true", framing + "max-frame=1"),
				mistake("tcp.servers.echo.framing.max-frame with value '33554432B' is invalid: "
						+ "framing.maxFrame: 33554432 (expected: <= maxPending (16777216))", framing + "type=lines",
						framing + "max-frame=32MB"),
				mistake("tcp.servers.echo.framing.length with value '0B' is invalid: "
						+ "bytes: 0 (expected: 1-1073741824)", framing + "type=fixed", framing + "length=0"));
	}

	@ParameterizedTest
	@CsvSource({ "DELIMITED, delimiter", "FIXED, length", "LENGTH_FIELD, length-field.bytes" })
	void whenAFramingMissesWhatItNeedsTheKeyIsNamed(FramingType type, String key) {
		assertThatExceptionOfType(InvalidTcpServerException.class).isThrownBy(() -> Bound.of().options(7, type))
			.withMessageStartingWith("The framing is " + type.name().toLowerCase(Locale.ROOT).replace('_', '-')
					+ ", but the property tcp.servers.echo.framing." + key + " is not set. Set it, ");
	}

	@Test
	void whenPathAndPortAreSetBothAreNamed() {
		assertThatExceptionOfType(MutuallyExclusiveConfigurationPropertiesException.class)
			.isThrownBy(() -> Bound.of(SERVER + "path=/tmp/echo.sock", "tcp.servers[Echo].port=8080").options())
			.withMessageContaining("tcp.servers.echo.path")
			.withMessageContaining("tcp.servers.Echo.port");
	}

	private static Arguments mistake(String message, String... properties) {
		return arguments(message, properties);
	}

}
