package io.tcpboot.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tcpboot.ClientOptions;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ClientDeclaration;
import io.tcpboot.handler.InvalidTcpServerException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a client connects to: to the file of a unix socket, to one of several
 * addresses, or to host and port, of which the annotation may say what properties do not.
 */
final class TargetOptionsFactory {

	private final ClientDeclaration client;

	private final Settings<ClientProperties> settings;

	private final @Nullable Setting<Path> path;

	private final @Nullable Setting<List<String>> addresses;

	private final @Nullable Setting<String> host;

	private final @Nullable Setting<Integer> port;

	TargetOptionsFactory(ClientDeclaration client, Settings<ClientProperties> settings) {
		this.client = client;
		this.settings = settings;
		this.path = settings.own("path", ClientProperties::getPath);
		this.addresses = settings.own("addresses", ClientProperties::getAddresses);
		this.host = settings.own("host", ClientProperties::getHost);
		this.port = settings.own("port", ClientProperties::getPort);
	}

	/**
	 * Return what to set for each target, in the order in which to try them.
	 */
	List<Consumer<ClientOptions.Builder>> create() {
		if (this.path != null) {
			refuseOthers(this.path, this.addresses, this.host, this.port);
			return List.of((options) -> this.settings.applyOwn("path", ClientProperties::getPath, options::path));
		}
		if (this.addresses != null) {
			refuseOthers(this.addresses, this.host, this.port);
			return addresses(this.addresses);
		}
		refuseIncomplete();
		return List.of(this::applyHostAndPort);
	}

	private static void refuseOthers(Setting<?> setting, @Nullable Setting<?>... others) {
		String keys = Stream.of(others).filter(Objects::nonNull).map(Setting::key).collect(Collectors.joining(" and "));
		if (!keys.isEmpty()) {
			throw new InvalidTcpServerException(
					"The property " + setting.key() + " is set, and so is what it replaces: " + keys + ".",
					"Remove one or the other.");
		}
	}

	private static List<Consumer<ClientOptions.Builder>> addresses(Setting<List<String>> addresses) {
		if (addresses.value().isEmpty()) {
			throw addresses.invalid("it is empty (expected: at least one host:port)");
		}
		return addresses.value().stream().map((text) -> address(addresses.key(), text)).toList();
	}

	private static Consumer<ClientOptions.Builder> address(String key, String text) {
		Address address = Address.parse(text);
		if (address == null) {
			throw new InvalidTcpServerException(
					"The property " + key + " has the value '" + text + "', which is no address.",
					"Write it as host:port, with a port from 1 to 65535, and an IPv6 address in brackets: "
							+ "[::1]:7000.");
		}
		return (options) -> options.host(address.host()).port(address.port());
	}

	private void refuseIncomplete() {
		boolean hasHost = this.host != null || !this.client.host().isEmpty();
		boolean hasPort = this.port != null || this.client.port() != TcpClient.NO_PORT;
		if (!hasHost || !hasPort) {
			throw missing(hasHost, hasPort);
		}
	}

	private InvalidTcpServerException missing(boolean hasHost, boolean hasPort) {
		String prefix = "tcp.clients." + this.client.name() + ".";
		if (!hasHost && !hasPort) {
			return missing("host and no port", "attributes host and port",
					"properties " + prefix + "host and " + prefix + "port", prefix);
		}
		String what = (hasHost) ? "port" : "host";
		return missing(what, "attribute " + what, "property " + prefix + what, prefix);
	}

	private InvalidTcpServerException missing(String what, String attributes, String properties, String prefix) {
		return new InvalidTcpServerException("The TCP client '" + this.client.name() + "' has no " + what + ".",
				"Set the " + attributes + " of @TcpClient on " + beans() + ", or the " + properties + "; " + prefix
						+ "addresses is for several.");
	}

	private String beans() {
		return this.client.beans().stream().map((bean) -> "bean '" + bean + "'").collect(Collectors.joining(" or "));
	}

	private void applyHostAndPort(ClientOptions.Builder options) {
		if (this.host == null) {
			annotated(() -> options.host(this.client.host()));
		}
		if (this.port == null) {
			annotated(() -> options.port(this.client.port()));
		}
		this.settings.applyOwn("host", ClientProperties::getHost, options::host);
		this.settings.applyOwn("port", ClientProperties::getPort, options::port);
	}

	private void annotated(Runnable action) {
		try {
			action.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTcpServerException("The TCP client '" + this.client.name()
					+ "' is annotated with a wrong value: " + ex.getMessage() + ".",
					"Correct @TcpClient on " + beans() + ".");
		}
	}

}
