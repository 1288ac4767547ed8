package io.tcpboot;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The kernel's answers that a test cannot easily provoke, and their kinds.
 */
class FailuresTests {

	@ParameterizedTest
	@DisplayName("B4 what the JDK says of a failed bind has a kind")
	@MethodSource
	void whenTheJdkCannotBindTheKindSaysWhy(IOException failure, TcpBindException.Kind kind) {
		assertThat(Failures.bindKind(failure)).isEqualTo(kind);
	}

	static Stream<Arguments> whenTheJdkCannotBindTheKindSaysWhy() {
		return Stream.of(arguments(new BindException("Address already in use"), TcpBindException.Kind.ADDRESS_IN_USE),
				arguments(new BindException("Cannot assign requested address"),
						TcpBindException.Kind.ADDRESS_NOT_AVAILABLE),
				arguments(new SocketException("Permission denied"), TcpBindException.Kind.PERMISSION_DENIED),
				arguments(new SocketException("Too many open files"), TcpBindException.Kind.LOCAL_LIMIT),
				arguments(new UnknownHostException("nowhere"), TcpBindException.Kind.UNKNOWN_HOST),
				arguments(new SocketException("Something else"), TcpBindException.Kind.OTHER));
	}

	@ParameterizedTest
	@DisplayName("B4 what a native transport says of a failed bind has a kind, in any language")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "the numbers are those of Linux")
	@CsvSource({ "98, ADDRESS_IN_USE", "99, ADDRESS_NOT_AVAILABLE", "13, PERMISSION_DENIED", "1, PERMISSION_DENIED",
			"24, LOCAL_LIMIT", "23, LOCAL_LIMIT", "105, LOCAL_LIMIT", "12, LOCAL_LIMIT", "22, OTHER" })
	void whenTheKernelCannotBindTheKindSaysWhy(int number, TcpBindException.Kind kind) {
		assertThat(Failures.bindKind(refusal("bind", number))).isEqualTo(kind);
	}

	@ParameterizedTest
	@DisplayName("B18 what the JDK says of a failed connect has a kind")
	@MethodSource
	void whenTheJdkCannotConnectTheKindSaysWhy(IOException failure, TcpConnectException.Kind kind) {
		assertThat(Failures.connectKind(failure)).isEqualTo(kind);
	}

	static Stream<Arguments> whenTheJdkCannotConnectTheKindSaysWhy() {
		return Stream.of(arguments(new ConnectException("Connection refused"), TcpConnectException.Kind.REFUSED),
				arguments(new ConnectException("Connection timed out"), TcpConnectException.Kind.TIMED_OUT),
				arguments(new NoRouteToHostException("No route to host"), TcpConnectException.Kind.UNREACHABLE),
				arguments(new SocketException("Network is unreachable"), TcpConnectException.Kind.UNREACHABLE),
				arguments(new BindException("Address already in use"), TcpConnectException.Kind.LOCAL_ADDRESS),
				arguments(new SocketException("Too many open files"), TcpConnectException.Kind.LOCAL_LIMIT),
				arguments(new UnknownHostException("nowhere"), TcpConnectException.Kind.UNKNOWN_HOST),
				arguments(new SocketException("Something else"), TcpConnectException.Kind.OTHER));
	}

	@ParameterizedTest
	@DisplayName("B18 what a native transport says of a failed connect has a kind, in any language")
	@EnabledOnOs(value = OS.LINUX, disabledReason = "the numbers are those of Linux")
	@CsvSource({ "111, REFUSED", "110, TIMED_OUT", "113, UNREACHABLE", "101, UNREACHABLE", "98, LOCAL_ADDRESS",
			"99, LOCAL_ADDRESS", "24, LOCAL_LIMIT", "22, OTHER" })
	void whenTheKernelCannotConnectTheKindSaysWhy(int number, TcpConnectException.Kind kind) {
		assertThat(Failures.connectKind(refusal("connect", number))).isEqualTo(kind);
	}

	private static IOException refusal(String call, int number) {
		return new IOException(call + "(..) failed with error(-" + number + "): in some language");
	}

}
