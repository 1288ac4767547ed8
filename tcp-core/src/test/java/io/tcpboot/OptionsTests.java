package io.tcpboot;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Mistakes in options: each is told at the call, with name, value and expectation.
 */
class OptionsTests {

	private static final Duration NEGATIVE = Duration.ofMillis(-1);

	private static final Duration TOO_LONG = Duration.ofDays(36_501);

	@ParameterizedTest(name = "{0}")
	@DisplayName("B3 a server option that is wrong or missing is told by name, before any socket is created")
	@MethodSource
	void whenAServerOptionIsWrongItIsNamed(String message, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessage(message);
	}

	static Stream<Arguments> whenAServerOptionIsWrongItIsNamed() {
		ServerOptions.Builder server = ServerOptions.builder();
		return Stream.of(mistake("port: -2 (expected: 0-65535)", () -> server.port(-2)),
				mistake("port: 65536 (expected: 0-65535)", () -> server.port(65536)),
				mistake("port: 65536 (expected: 0-65535)", () -> ServerOptions.port(65536)),
				mistake("port: -1 or not set (expected: 0-65535)", () -> server.port(-1)),
				mistake("port: -1 or not set (expected: 0-65535)", () -> ServerOptions.builder().build()),
				mistake("host: '' (expected: not empty)", () -> server.host("")),
				mistake("name: ' ' (expected: not empty)", () -> server.name(" ")),
				mistake("backlog: 0 (expected: >= 1)", () -> server.backlog(0)),
				mistake("maxConnections: -1 (expected: >= 0)", () -> server.maxConnections(-1)),
				mistake("maxConnectionsPerAddress: -1 (expected: >= 0)", () -> server.maxConnectionsPerAddress(-1)));
	}

	@ParameterizedTest(name = "{0}")
	@DisplayName("B19 a client option that is wrong or missing is told by name, at the call")
	@MethodSource
	void whenAClientOptionIsWrongItIsNamed(String message, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessage(message);
	}

	static Stream<Arguments> whenAClientOptionIsWrongItIsNamed() {
		ClientOptions.Builder client = ClientOptions.builder();
		InetSocketAddress unresolved = InetSocketAddress.createUnresolved("somewhere", 0);
		return Stream.of(mistake("port: 0 (expected: 1-65535)", () -> client.port(0)),
				mistake("port: 65536 (expected: 1-65535)", () -> client.port(65536)),
				mistake("port: 0 (expected: 1-65535)", () -> ClientOptions.to("localhost", 0)),
				mistake("port: -1 or not set (expected: 1-65535)",
						() -> ClientOptions.builder().host("localhost").build()),
				mistake("host: '' (expected: not empty)", () -> client.host("")),
				mistake("host: not set (expected: name or literal)", () -> ClientOptions.builder().port(1).build()),
				mistake("connectTimeout: PT-0.001S (expected: not negative)", () -> client.connectTimeout(NEGATIVE)),
				mistake("connectTimeout: PT876024H (expected: at most 36500 days)",
						() -> client.connectTimeout(TOO_LONG)),
				mistake("localAddress: " + unresolved + " (expected: a resolved address)",
						() -> client.localAddress(unresolved)));
	}

	@ParameterizedTest(name = "{0}")
	@DisplayName("B100 a path or name that is too long, empty or with NUL is told by name, and never cut off")
	@MethodSource
	void whenAUnixAddressIsWrongItIsNamed(String message, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessage(message);
	}

	static Stream<Arguments> whenAUnixAddressIsWrongItIsNamed() {
		ServerOptions.Builder server = ServerOptions.builder();
		ClientOptions.Builder client = ClientOptions.builder();
		int max = Check.MAX_SOCKET_PATH_BYTES;
		Path longer = Path.of("/tmp/" + "x".repeat(max - 4));
		Path umlauts = Path.of("/tmp/" + "\u00e4".repeat(max / 2));
		Path folder = Path.of("/" + "x".repeat(max - 4), "y");
		String name = "x".repeat(108);
		return Stream.of(
				mistake("path: " + longer + " of " + (max + 1) + " bytes (expected: at most " + max + " bytes)",
						() -> server.path(longer)),
				mistake("path: " + longer + " of " + (max + 1) + " bytes (expected: at most " + max + " bytes)",
						() -> ClientOptions.unix(longer)),
				mistake("path: " + umlauts + " of " + (5 + max / 2 * 2) + " bytes (expected: at most " + max
						+ " bytes)", () -> ServerOptions.unix(umlauts)),
				mistake("path: " + folder + " (expected: a folder of at most " + (max - 4) + " bytes)",
						() -> server.path(folder)),
				mistake("path: '' (expected: the name of a file)", () -> server.path(Path.of(""))),
				mistake("path: '/' (expected: the name of a file)", () -> client.path(Path.of("/"))),
				mistake("Nul character not allowed: /tmp/a\0b", () -> server.path(Path.of("/tmp/a\0b"))),
				mistake("abstractName: '' of 0 bytes (expected: 1-107 bytes)", () -> server.abstractName("")),
				mistake("abstractName: '" + name + "' of 108 bytes (expected: 1-107 bytes)",
						() -> client.abstractName(name)),
				mistake("abstractName: 'a\\0b' with NUL at 1 (expected: no NUL)", () -> server.abstractName("a\0b")));
	}

	@ParameterizedTest(name = "{0}")
	@DisplayName("B100 what a unix socket has not is refused beside it")
	@MethodSource
	void whenAnOptionDoesNotFitAUnixSocketItIsNamed(String message, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessage(message);
	}

	static Stream<Arguments> whenAnOptionDoesNotFitAUnixSocketItIsNamed() {
		Path path = Path.of("/tmp/x");
		SocketOptions keepAlive = SocketOptions.builder().keepAlive(true).build();
		InetSocketAddress local = new InetSocketAddress(0);
		return Stream.of(
				mistake("host: localhost (expected: not set beside path /tmp/x)",
						() -> ServerOptions.builder().path(path).host("localhost").build()),
				mistake("port: 0 (expected: not set beside path /tmp/x)",
						() -> ServerOptions.builder().path(path).port(0).build()),
				mistake("port: 80 (expected: not set beside abstractName x)",
						() -> ClientOptions.builder().abstractName("x").port(80).build()),
				mistake("abstractName: x (expected: not set beside path /tmp/x)",
						() -> ServerOptions.builder().path(path).abstractName("x").build()),
				mistake("keepAlive: true (expected: false beside path /tmp/x, as unix sockets have none)",
						() -> ClientOptions.builder().path(path).socket(keepAlive).build()),
				mistake("localAddress: " + local + " (expected: not set for a unix socket)",
						() -> ClientOptions.builder().path(path).localAddress(local).build()),
				mistake("reusePort: true (expected: false for a unix socket, which has no port)",
						() -> ServerOptions.builder().path(path).reusePort(true).build()),
				mistake("maxConnectionsPerAddress: 1 (expected: 0 for a unix socket, whose clients have no addresses"
						+ " to count)", () -> ServerOptions.builder().path(path).maxConnectionsPerAddress(1).build()),
				mistake("permissions: [OWNER_WRITE] (expected: not set without a path)",
						() -> ServerOptions.builder()
							.abstractName("x")
							.permissions(Set.of(PosixFilePermission.OWNER_WRITE))
							.build()),
				mistake("permissions: [] (expected: not empty)", () -> ServerOptions.builder().permissions(Set.of())),
				mistake("reclaimStale: true (expected: false without a path)",
						() -> ServerOptions.builder().port(0).reclaimStale(true).build()));
	}

	@ParameterizedTest(name = "{0}")
	@DisplayName("B19 a socket option that is wrong is told by name, at the call")
	@MethodSource
	void whenASocketOptionIsWrongItIsNamed(String message, ThrowingCallable mistake) {
		assertThatIllegalArgumentException().isThrownBy(mistake).withMessage(message);
	}

	static Stream<Arguments> whenASocketOptionIsWrongItIsNamed() {
		SocketOptions.Builder socket = SocketOptions.builder();
		return Stream.of(mistake("highWaterMark: 3 (expected: >= 4)", () -> socket.highWaterMark(3)),
				mistake("lowWaterMark: -1 (expected: >= 0)", () -> socket.lowWaterMark(-1)),
				mistake("maxPending: 0 (expected: >= 1)", () -> socket.maxPending(0)),
				mistake("lowWaterMark: 8 (expected: < highWaterMark (8))",
						() -> SocketOptions.builder().highWaterMark(8).lowWaterMark(8).build()),
				mistake("maxPending: 7 (expected: >= highWaterMark (8))",
						() -> SocketOptions.builder().highWaterMark(8).maxPending(7).build()),
				mistake("receiveBufferSize: -1 (expected: >= 0)", () -> socket.receiveBufferSize(-1)),
				mistake("sendBufferSize: -1 (expected: >= 0)", () -> socket.sendBufferSize(-1)),
				negative("idleTimeout", () -> socket.idleTimeout(NEGATIVE)),
				negative("readTimeout", () -> socket.readTimeout(NEGATIVE)),
				negative("writeTimeout", () -> socket.writeTimeout(NEGATIVE)),
				negative("closeTimeout", () -> socket.closeTimeout(NEGATIVE)),
				negative("lingerTimeout", () -> socket.lingerTimeout(NEGATIVE)),
				tooLong("idleTimeout", () -> socket.idleTimeout(TOO_LONG)),
				tooLong("readTimeout", () -> socket.readTimeout(TOO_LONG)),
				tooLong("writeTimeout", () -> socket.writeTimeout(TOO_LONG)),
				tooLong("closeTimeout", () -> socket.closeTimeout(TOO_LONG)),
				tooLong("lingerTimeout", () -> socket.lingerTimeout(TOO_LONG)));
	}

	@Test
	void whenSocketOptionsAreChangedTheOthersStay() {
		ServerOptions server = ServerOptions.builder()
			.port(0)
			.socket((socket) -> socket.keepAlive(true))
			.socket((socket) -> socket.noDelay(false))
			.build();
		assertThat(server.socket().keepAlive()).isTrue();
		assertThat(server.socket().noDelay()).isFalse();
		ClientOptions client = ClientOptions.to("localhost", 1)
			.toBuilder()
			.socket((socket) -> socket.keepAlive(true))
			.build();
		assertThat(client.socket().keepAlive()).isTrue();
	}

	private static Arguments mistake(String message, ThrowingCallable mistake) {
		return arguments(message, mistake);
	}

	private static Arguments negative(String name, ThrowingCallable mistake) {
		return mistake(name + ": PT-0.001S (expected: not negative)", mistake);
	}

	private static Arguments tooLong(String name, ThrowingCallable mistake) {
		return mistake(name + ": PT876024H (expected: at most 36500 days)", mistake);
	}

	@Test
	@DisplayName("B5 a handler set without data is refused, with or without drain")
	void whenThereIsNoDataHandlerTheSetIsRefused() {
		String message = "data: no handler (expected: data, asyncData, message, or discardData() to drop input)";
		assertThatIllegalArgumentException().isThrownBy(() -> SocketHandlers.builder().build()).withMessage(message);
		assertThatIllegalArgumentException().isThrownBy(() -> SocketHandlers.builder().drain((socket) -> {
		}).build()).withMessage(message);
	}

	@Test
	@DisplayName("B5 input is dropped when the user says so")
	void whenInputIsToBeDiscardedTheSetIsAccepted() {
		assertThat(SocketHandlers.builder().discardData().build()).isNotNull();
	}

	@Test
	@DisplayName("B19 connecting without options or handlers fails at the call, not in the future")
	@SuppressWarnings("NullAway")
	void whenConnectGetsNothingItFailsAtTheCall() {
		SocketHandlers<String> handlers = new Events().handlers().build();
		ClientOptions options = ClientOptions.to("localhost", 1);
		assertThatNullPointerException().isThrownBy(() -> TestLoop.LOOP.connect(null, handlers)).withMessage("options");
		assertThatNullPointerException().isThrownBy(() -> TestLoop.LOOP.connect(options, null)).withMessage("handlers");
	}

	@Test
	void whenNothingIsSetTheDefaultsAreAsDocumented() {
		ServerOptions server = ServerOptions.port(0);
		assertThat(server.host()).isNull();
		assertThat(server.backlog()).isEqualTo(512);
		assertThat(server.maxConnections()).isZero();
		assertThat(server.whenFull()).isEqualTo(ServerOptions.WhenFull.REFUSE);
		assertThat(ClientOptions.to("localhost", 1).connectTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(SocketOptions.defaults().lowWaterMark()).isEqualTo(32 * 1024);
		assertThat(SocketOptions.builder().highWaterMark(9).build().lowWaterMark()).isEqualTo(4);
	}

	@Test
	void whenTheBuilderGoesOnWhatWasBuiltStays() {
		ServerOptions.Builder builder = ServerOptions.builder().port(1);
		ServerOptions first = builder.build();
		ServerOptions second = builder.port(2).name("second").build();
		assertThat(first.port()).isEqualTo(1);
		assertThat(first.name()).isNull();
		assertThat(second.toBuilder().port(3).build().name()).isEqualTo("second");
		assertThat(second.port()).isEqualTo(2);
	}

}
