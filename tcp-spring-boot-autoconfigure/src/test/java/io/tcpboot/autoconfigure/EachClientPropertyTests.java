package io.tcpboot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.ClientOptions;
import io.tcpboot.client.ManagedClientOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Each property that a client may have reaches what is built, set for the client or as a
 * default. A property that is in the metadata and not here fails.
 */
class EachClientPropertyTests {

	private static final PropertyEffects EFFECTS = new PropertyEffects((bound) -> bound.target().socket());

	static {
		EFFECTS.add("enabled", "false", (bound) -> bound.isClientEnabled(), false);
		target("host", "elsewhere", ClientOptions::host, "elsewhere");
		target("port", "9", ClientOptions::port, 9);
		target("path", "/tmp/echo.sock", ClientOptions::path, Path.of("/tmp/echo.sock"));
		target("connect-timeout", "1s", ClientOptions::connectTimeout, Duration.ofSeconds(1));
		client("addresses", "one:1,two:2", (client) -> client.targets().stream().map(ClientOptions::port).toList(),
				List.of(1, 2));
		ssl("enabled", "true", ClientSslProperties::getEnabled, true);
		ssl("bundle", "web", ClientSslProperties::getBundle, "web");
		ssl("verify-host-name", "false", ClientSslProperties::getVerifyHostName, false);
		ssl("handshake-timeout", "7s", ClientSslProperties::getHandshakeTimeout, Duration.ofSeconds(7),
				"tcp.clients.echo.ssl.bundle=web");
		client("reconnect.enabled", "false", (client) -> client.reconnect() == null, true);
		reconnect("delay", "7s", ExponentialBackOff::getInitialInterval, 7000L);
		reconnect("max-delay", "8s", ExponentialBackOff::getMaxInterval, 8000L);
		reconnect("multiplier", "3", ExponentialBackOff::getMultiplier, 3.0);
		reconnect("jitter", "9ms", ExponentialBackOff::getJitter, 9L);
		reconnect("max-retries", "10", ExponentialBackOff::getMaxAttempts, 10L);
	}

	static Stream<String> keys() {
		return Metadata.keys(Metadata.CLIENT).stream();
	}

	@ParameterizedTest
	@MethodSource("keys")
	void whenSetForTheClientItIsThere(String key) {
		EFFECTS.assertTakesEffect(key, "tcp.clients.echo.");
	}

	static Stream<String> defaultKeys() {
		return Metadata.keys(Metadata.DEFAULT).stream().filter(Metadata.keys(Metadata.CLIENT)::contains);
	}

	@ParameterizedTest
	@MethodSource("defaultKeys")
	void whenSetAsADefaultItIsThere(String key) {
		EFFECTS.assertTakesEffect(key, Metadata.DEFAULT);
	}

	private static void ssl(String key, String value, Function<ClientSslProperties, Object> result, Object expected,
			String... others) {
		EFFECTS.add("ssl." + key, value, (bound) -> result.apply(bound.clientSsl()), expected, others);
	}

	private static void reconnect(String key, String value, Function<ExponentialBackOff, Object> result,
			Object expected) {
		client("reconnect." + key, value, (client) -> result.apply((ExponentialBackOff) client.reconnect()), expected);
	}

	private static void target(String key, String value, Function<ClientOptions, Object> result, Object expected) {
		client(key, value, (client) -> result.apply(client.targets().get(0)), expected);
	}

	private static void client(String key, String value, Function<ManagedClientOptions, Object> result,
			Object expected) {
		EFFECTS.add(key, value, (bound) -> result.apply(bound.client()), expected);
	}

}
