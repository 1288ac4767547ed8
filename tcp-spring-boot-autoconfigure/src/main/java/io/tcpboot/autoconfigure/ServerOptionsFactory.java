package io.tcpboot.autoconfigure;

import java.nio.file.attribute.PosixFilePermission;
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
import io.tcpboot.server.ServerDeclaration;
import io.tcpboot.server.ServerOptionsSource;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.tls.ReloadableTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/**
 * Makes the options of a server: a property goes before an annotation, that before a
 * default; customizers come last.
 */
final class ServerOptionsFactory implements ServerOptionsSource {

	private static final String PREFIX = "tcp.servers";

	private final NamedProperties<ServerProperties> properties;

	private final DefaultProperties defaults;

	private final Duration gracePeriod;

	private final TlsSource tls;

	private final List<TcpServerCustomizer> customizers;

	ServerOptionsFactory(TcpProperties properties, Binder binder, TlsSource tls,
			List<TcpServerCustomizer> customizers) {
		this.properties = new NamedProperties<>(PREFIX, ServerProperties.class, properties.getServers(), binder);
		this.defaults = properties.getDefaults();
		this.gracePeriod = GracePeriodFactory.create(properties.getShutdown());
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
			throw ServerOptionMistakes.noPort(server);
		}
		return customize(server, options);
	}

	private Settings<ServerProperties> settings(String server) {
		return this.properties.settings(server, this.defaults);
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
				(permissions) -> options.permissions(permissions(permissions)));
		settings.applyOwn("reclaim-stale", ServerProperties::getReclaimStale, options::reclaimStale);
		apply(settings, "backlog", ListenerProperties::getBacklog, options::backlog);
		apply(settings, "max-connections", ListenerProperties::getMaxConnections, options::maxConnections);
		apply(settings, "when-full", ListenerProperties::getWhenFull, options::whenFull);
		settings.applyInet(unix, "reuse-port", ListenerProperties::getReusePort, ListenerProperties::getReusePort,
				options::reusePort);
		settings.applyInet(unix, "max-connections-per-address", ListenerProperties::getMaxConnectionsPerAddress,
				ListenerProperties::getMaxConnectionsPerAddress, options::maxConnectionsPerAddress);
	}

	private static Set<PosixFilePermission> permissions(String text) {
		try {
			return PosixFilePermissions.fromString(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"permissions: " + text + " (expected: nine characters such as rw-rw----)", ex);
		}
	}

	private static <T> void apply(Settings<ServerProperties> settings, String key,
			Function<ListenerProperties, @Nullable T> getter, Consumer<? super T> target) {
		settings.apply(key, getter, getter, target);
	}

	private void applyTls(Settings<ServerProperties> settings, ServerOptions.Builder options) {
		ReloadableTls tls = this.tls.server(settings.key("ssl"), ssl(settings));
		if (tls != null) {
			options.tls(tls);
		}
	}

	private static ServerSslProperties ssl(Settings<ServerProperties> settings) {
		ServerSslProperties ssl = new ServerSslProperties();
		SslPropertiesFactory.apply(settings, ServerProperties::getSsl, ssl);
		settings.applyOwn("ssl.client-auth", (server) -> server.getSsl().getClientAuth(), ssl::setClientAuth);
		settings.applyOwn("ssl.server-name-bundles", (server) -> server.getSsl().getServerNameBundles(),
				ssl::setServerNameBundles);
		return ssl;
	}

	private ServerOptions customize(ServerDeclaration server, ServerOptions.Builder options) {
		try {
			this.customizers.forEach((customizer) -> customizer.customize(server.name(), options));
			return options.build();
		}
		catch (IllegalArgumentException ex) {
			throw ServerOptionMistakes.customizedWrongly(server, this.customizers, ex);
		}
	}

	@Override
	public void rejectUnknown(Set<String> servers) {
		this.properties.rejectUnknown("server", servers);
	}

	@Override
	public Duration gracePeriod() {
		return this.gracePeriod;
	}

	private static void checkAttributes(ServerDeclaration server, Runnable action) {
		try {
			action.run();
		}
		catch (IllegalArgumentException ex) {
			throw ServerOptionMistakes.annotatedWrongly(server, ex);
		}
	}

}
