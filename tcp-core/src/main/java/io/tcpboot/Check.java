package io.tcpboot;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * Checks of options. Each failure gives name, value and expectation.
 */
final class Check {

	// Fits a long of nanoseconds, with room to add it to the clock.
	private static final Duration MAX_DURATION = Duration.ofDays(36_500);

	// The kernel has room for one byte more, the JDK has not.
	static final int MAX_SOCKET_PATH_BYTES = (PlatformDependent.normalizedOs().equals("linux")) ? 106 : 102;

	private static final int MAX_ABSTRACT_NAME_BYTES = 107;

	private Check() {
	}

	static void that(boolean condition, String name, Object value, String expected) {
		if (!condition) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
		}
	}

	static void atLeast(String name, int value, int min) {
		that(value >= min, name, value, ">= " + min);
	}

	static void notNegative(String name, Duration value) {
		Objects.requireNonNull(value, name);
		that(!value.isNegative(), name, value, "not negative");
		that(value.compareTo(MAX_DURATION) <= 0, name, value, "at most " + MAX_DURATION.toDays() + " days");
	}

	static void notEmpty(String name, String value) {
		Objects.requireNonNull(value, name);
		that(!value.isBlank(), name, "'" + value + "'", "not empty");
	}

	static void port(int port, int min) {
		that(port >= min && port <= 65535, "port", (port == -1) ? "-1 or not set" : port, min + "-65535");
	}

	static void socketPath(Path path) {
		Objects.requireNonNull(path, "path");
		that(path.getFileSystem() == FileSystems.getDefault(), "path", path, "a path of the default file system");
		Path fileName = path.getFileName();
		that(fileName != null && !fileName.toString().isEmpty(), "path", "'" + path + "'", "the name of a file");
		int bytes = bytes(path.toString());
		that(bytes <= MAX_SOCKET_PATH_BYTES, "path", path + " of " + bytes + " bytes",
				"at most " + MAX_SOCKET_PATH_BYTES + " bytes");
	}

	static void abstractName(String name) {
		Objects.requireNonNull(name, "abstractName");
		int nul = name.indexOf('\0');
		that(nul < 0, "abstractName", "'" + name.replace("\0", "\\0") + "' with NUL at " + nul, "no NUL");
		int bytes = bytes(name);
		that(bytes >= 1 && bytes <= MAX_ABSTRACT_NAME_BYTES, "abstractName", "'" + name + "' of " + bytes + " bytes",
				"1-" + MAX_ABSTRACT_NAME_BYTES + " bytes");
	}

	static int bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

	/**
	 * Check what goes with the path or the abstract name of a unix socket.
	 */
	static void unix(@Nullable Path path, @Nullable String abstractName, @Nullable String host, int port,
			SocketOptions socket) {
		String target = (path != null) ? "path " + path : "abstractName " + abstractName;
		that(path == null || abstractName == null, "abstractName", String.valueOf(abstractName),
				"not set beside " + target);
		that(host == null, "host", String.valueOf(host), "not set beside " + target);
		that(port == -1, "port", port, "not set beside " + target);
		that(!socket.keepAlive(), "keepAlive", true, "false beside " + target + ", as unix sockets have none");
	}

	static void resolved(String name, InetSocketAddress address) {
		Objects.requireNonNull(address, name);
		that(!address.isUnresolved(), name, address, "a resolved address");
	}

}
