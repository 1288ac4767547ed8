package io.tcpboot.autoconfigure;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.ServerOptions;
import io.tcpboot.ServerOptions.WhenFull;
import io.tcpboot.tls.TlsOptions.ClientAuth;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each property that a server may have reaches what is built, set for the server or as a
 * default. A property that is in the metadata and not here fails.
 */
class EachServerPropertyTests {

	private static final PropertyEffects EFFECTS = new PropertyEffects((bound) -> bound.options().socket());

	static {
		EFFECTS.add("enabled", "false", Bound::isEnabled, false);
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
		ssl("enabled", "true", ServerSslProperties::getEnabled, true);
		ssl("bundle", "web", ServerSslProperties::getBundle, "web");
		ssl("handshake-timeout", "7s", ServerSslProperties::getHandshakeTimeout, Duration.ofSeconds(7),
				"tcp.servers.echo.ssl.bundle=web");
		ssl("client-auth", "need", ServerSslProperties::getClientAuth, ClientAuth.NEED);
		EFFECTS.add("ssl.server-name-bundles[0].bundle", "api",
				(bound) -> bound.ssl().getServerNameBundles().get(0).getBundle(), "api");
	}

	static Stream<String> keys() {
		return Metadata.keys(Metadata.SERVER).stream();
	}

	@ParameterizedTest
	@MethodSource("keys")
	void whenSetForTheServerItIsThere(String key) {
		EFFECTS.assertTakesEffect(key, "tcp.servers.echo.");
	}

	static Stream<String> defaultKeys() {
		return Metadata.keys(Metadata.DEFAULT).stream().filter(Metadata.keys(Metadata.SERVER)::contains);
	}

	@ParameterizedTest
	@MethodSource("defaultKeys")
	void whenSetAsADefaultItIsThere(String key) {
		EFFECTS.assertTakesEffect(key, Metadata.DEFAULT);
	}

	private static void ssl(String key, String value, Function<ServerSslProperties, Object> result, Object expected,
			String... others) {
		EFFECTS.add("ssl." + key, value, (bound) -> result.apply(bound.ssl()), expected, others);
	}

	private static void option(String key, String value, Function<ServerOptions, Object> result, Object expected,
			String... others) {
		EFFECTS.add(key, value, (bound) -> result.apply(bound.options()), expected, others);
	}

}
