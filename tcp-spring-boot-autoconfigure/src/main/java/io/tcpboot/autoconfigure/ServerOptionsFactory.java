package io.tcpboot.autoconfigure;

import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tcpboot.ServerOptions;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.handler.Names;
import io.tcpboot.server.ServerDeclaration;
import io.tcpboot.server.ServerOptionsSource;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/**
 * Makes the options of a server: a property goes before an annotation, that before a
 * default; customizers come last.
 */
final class ServerOptionsFactory implements ServerOptionsSource {

	private static final String PREFIX = "tcp.servers";

	private final TcpProperties properties;

	private final @Nullable TlsSource tls;

	private final List<TcpServerCustomizer> customizers;

	ServerOptionsFactory(TcpProperties properties, @Nullable TlsSource tls, List<TcpServerCustomizer> customizers) {
		this.properties = properties;
		this.tls = tls;
		this.customizers = customizers;
	}

	@Override
	public boolean isEnabled(String server) {
		Setting<Boolean> enabled = settings(server).own("enabled", ServerProperties::getEnabled);
		return enabled == null || enabled.value();
	}

	@Override
	public ServerOptions options(ServerDeclaration server) {
		Settings<ServerProperties> settings = settings(server.name());
		ServerOptions.Builder options = ServerOptions.builder();
		checkAttributes(server, () -> options.name(server.name()));
		boolean unix = settings.own("path", ServerProperties::getPath) != null;
		boolean placed = (unix) ? applyPath(settings, options) : applyPort(server, settings, options);
		applyLimits(settings, options, unix);
		options.socket(SocketOptionsFactory.create(settings, server.framing(), unix));
		applyTls(settings, options);
		if (placed) {
			settings.check(options::build);
		}
		else if (this.customizers.isEmpty()) {
			throw noPort(server);
		}
		return customize(server, options);
	}

	private Settings<ServerProperties> settings(String server) {
		return new Settings<>(PREFIX, server, this.properties.getServers(), this.properties.getDefaults());
	}

	private static boolean applyPath(Settings<ServerProperties> settings, ServerOptions.Builder options) {
		Set<String> keys = Stream
			.of(settings.own("path", ServerProperties::getPath), settings.own("port", ServerProperties::getPort),
					settings.own("address", ServerProperties::getAddress))
			.filter(Objects::nonNull)
			.map(Setting::key)
			.collect(Collectors.toCollection(TreeSet::new));
		if (keys.size() > 1) {
			throw new MutuallyExclusiveConfigurationPropertiesException(keys, keys);
		}
		settings.applyOwn("path", ServerProperties::getPath, options::path);
		return true;
	}

	private static boolean applyPort(ServerDeclaration server, Settings<ServerProperties> settings,
			ServerOptions.Builder options) {
		boolean annotated = server.port() != TcpServer.NO_PORT;
		boolean configured = settings.own("port", ServerProperties::getPort) != null;
		if (annotated && !configured) {
			checkAttributes(server, () -> options.port(server.port()));
		}
		if (!server.address().isEmpty()) {
			checkAttributes(server, () -> options.host(server.address()));
		}
		settings.applyOwn("port", ServerProperties::getPort, options::port);
		settings.applyOwn("address", ServerProperties::getAddress, (address) -> options.host(address.getHostAddress()));
		return annotated || configured;
	}

	private static void applyLimits(Settings<ServerProperties> settings, ServerOptions.Builder options, boolean unix) {
		settings.applyOwn("permissions", ServerProperties::getPermissions,
				(permissions) -> options.permissions(PosixFilePermissions.fromString(permissions)));
		settings.applyOwn("reclaim-stale", ServerProperties::getReclaimStale, options::reclaimStale);
		apply(settings, "backlog", ListenerProperties::getBacklog, options::backlog);
		apply(settings, "max-connections", ListenerProperties::getMaxConnections, options::maxConnections);
		apply(settings, "when-full", ListenerProperties::getWhenFull, options::whenFull);
		if (unix) {
			settings.applyOwn("reuse-port", ServerProperties::getReusePort, options::reusePort);
			settings.applyOwn("max-connections-per-address", ServerProperties::getMaxConnectionsPerAddress,
					options::maxConnectionsPerAddress);
		}
		else {
			apply(settings, "reuse-port", ListenerProperties::getReusePort, options::reusePort);
			apply(settings, "max-connections-per-address", ListenerProperties::getMaxConnectionsPerAddress,
					options::maxConnectionsPerAddress);
		}
	}

	private static <T> void apply(Settings<ServerProperties> settings, String key,
			Function<ListenerProperties, @Nullable T> getter, Consumer<? super T> target) {
		settings.apply(key, getter, getter, target);
	}

	private void applyTls(Settings<ServerProperties> settings, ServerOptions.Builder options) {
		if (this.tls == null) {
			refuseTls(settings);
			return;
		}
		ReloadableTls tls = this.tls.server(settings.key("ssl"), ssl(settings));
		if (tls != null) {
			options.tls(tls);
		}
	}

	private static void refuseTls(Settings<ServerProperties> settings) {
		Setting<String> bundle = settings.own("ssl.bundle", (server) -> server.getSsl().getBundle());
		if (bundle != null) {
			throw bundle.invalid("there are no SSL bundles");
		}
	}

	private static ServerSslProperties ssl(Settings<ServerProperties> settings) {
		ServerSslProperties ssl = new ServerSslProperties();
		settings.applyOwn("ssl.enabled", (server) -> server.getSsl().getEnabled(), ssl::setEnabled);
		settings.applyOwn("ssl.bundle", (server) -> server.getSsl().getBundle(), ssl::setBundle);
		settings.applyOwn("ssl.client-auth", (server) -> server.getSsl().getClientAuth(), ssl::setClientAuth);
		settings.applyOwn("ssl.server-name-bundles", (server) -> server.getSsl().getServerNameBundles(),
				ssl::setServerNameBundles);
		settings.apply("ssl.handshake-timeout", (server) -> server.getSsl().getHandshakeTimeout(),
				(defaults) -> defaults.getSsl().getHandshakeTimeout(), (timeout) -> {
					TlsOptions.builder().handshakeTimeout(timeout);
					ssl.setHandshakeTimeout(timeout);
				});
		return ssl;
	}

	private ServerOptions customize(ServerDeclaration server, ServerOptions.Builder options) {
		try {
			this.customizers.forEach((customizer) -> customizer.customize(server.name(), options));
			return options.build();
		}
		catch (IllegalArgumentException ex) {
			throw customizedWrongly(server, ex);
		}
	}

	@Override
	public void rejectUnknown(Set<String> servers) {
		for (String key : this.properties.getServers().keySet()) {
			if (!Names.contains(servers, key)) {
				throw unknown(key, servers);
			}
		}
	}

	@Override
	public Duration gracePeriod() {
		Duration gracePeriod = this.properties.getShutdown().getGracePeriod();
		if (gracePeriod.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("tcp.shutdown.grace-period", gracePeriod,
					"It must not be negative. 0 closes sockets at once.");
		}
		return gracePeriod;
	}

	private static void checkAttributes(ServerDeclaration server, Runnable action) {
		try {
			action.run();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTcpServerException(
					"The TCP server '" + server.name() + "' is annotated with a wrong value: " + ex.getMessage() + ".",
					"Correct @TcpServer on " + beans(server) + ".");
		}
	}

	private static InvalidTcpServerException noPort(ServerDeclaration server) {
		return new InvalidTcpServerException("The TCP server '" + server.name() + "' has no port.",
				"Set the attribute port of @TcpServer on " + beans(server) + ", or the property tcp.servers."
						+ server.name() + ".port. 0 takes any free one.");
	}

	private InvalidTcpServerException customizedWrongly(ServerDeclaration server, IllegalArgumentException ex) {
		String types = this.customizers.stream()
			.map((customizer) -> customizer.getClass().getName())
			.collect(Collectors.joining(", "));
		return new InvalidTcpServerException(
				"The TCP server '" + server.name() + "' is customized with a wrong value: " + ex.getMessage() + ".",
				"Correct what the beans of type TcpServerCustomizer do to it: " + types + ".");
	}

	private static InvalidTcpServerException unknown(String key, Set<String> servers) {
		String known = (servers.isEmpty()) ? "Remove them, "
				: "Use the name of a server (" + String.join(", ", new TreeSet<>(servers)) + "), ";
		return new InvalidTcpServerException(
				"The properties 'tcp.servers." + key + "' are for a TCP server that does not exist.",
				known + "or name a bean's server '" + key + "' with @TcpServer.");
	}

	private static String beans(ServerDeclaration server) {
		return server.beans().stream().map((bean) -> "bean '" + bean + "'").collect(Collectors.joining(" or "));
	}

}
