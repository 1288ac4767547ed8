package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.tcpboot.ClientOptions;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ClientDeclaration;
import io.tcpboot.client.ClientOptionsSource;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.client.TcpClientCustomizer;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.tls.ReloadableTls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;

/**
 * Makes the options of a client: a property goes before an annotation, that before a
 * default; customizers come last.
 */
final class ClientOptionsFactory implements ClientOptionsSource {

	private static final String PREFIX = "tcp.clients";

	private final NamedProperties<ClientProperties> properties;

	private final DefaultProperties defaults;

	private final Duration gracePeriod;

	private final TlsSource tls;

	private final List<TcpClientCustomizer> customizers;

	ClientOptionsFactory(TcpProperties properties, Binder binder, TlsSource tls,
			List<TcpClientCustomizer> customizers) {
		this.properties = new NamedProperties<>(PREFIX, ClientProperties.class, properties.getClients(), binder);
		this.defaults = properties.getDefaults();
		this.gracePeriod = GracePeriodFactory.create(properties.getShutdown());
		this.tls = tls;
		this.customizers = customizers;
	}

	@Override
	public Duration gracePeriod() {
		return this.gracePeriod;
	}

	@Override
	public @Nullable ManagedClientOptions options(ClientDeclaration client) {
		Settings<ClientProperties> settings = settings(client.name());
		Setting<Boolean> enabled = settings.own("enabled", ClientProperties::getEnabled);
		if (enabled != null && !enabled.value()) {
			return null;
		}
		ManagedClientOptions.Builder options = ManagedClientOptions.builder().name(client.name());
		if (client.connect() == TcpClient.Connect.ON_USE) {
			options.connectOnUse();
		}
		new ReconnectOptionsFactory(settings).applyTo(options);
		return options.targets(targets(client, settings)).build();
	}

	private Settings<ClientProperties> settings(String client) {
		return this.properties.settings(client, this.defaults);
	}

	private List<ClientOptions> targets(ClientDeclaration client, Settings<ClientProperties> settings) {
		List<Consumer<ClientOptions.Builder>> places = new TargetOptionsFactory(client, settings).create();
		boolean unix = settings.own("path", ClientProperties::getPath) != null;
		ClientOptions.Builder options = ClientOptions.builder();
		settings.apply("connect-timeout", ClientProperties::getConnectTimeout, DefaultProperties::getConnectTimeout,
				options::connectTimeout);
		options.socket(SocketOptionsFactory.create(settings, client.framing(), unix));
		applyTls(settings, options);
		return places.stream().map((place) -> target(client, options, place)).toList();
	}

	private ClientOptions target(ClientDeclaration client, ClientOptions.Builder options,
			Consumer<ClientOptions.Builder> place) {
		place.accept(options);
		try {
			ClientOptions.Builder customized = options.build().toBuilder();
			this.customizers.forEach((customizer) -> customizer.customize(client.name(), customized));
			return customized.build();
		}
		catch (IllegalArgumentException ex) {
			throw doesNotFit(client, ex);
		}
	}

	private void applyTls(Settings<ClientProperties> settings, ClientOptions.Builder options) {
		ReloadableTls tls = this.tls.client(settings.key("ssl"), ssl(settings));
		if (tls != null) {
			options.tls(tls);
		}
	}

	private static ClientSslProperties ssl(Settings<ClientProperties> settings) {
		ClientSslProperties ssl = new ClientSslProperties();
		SslPropertiesFactory.apply(settings, ClientProperties::getSsl, ssl);
		settings.applyOwn("ssl.verify-host-name", (client) -> client.getSsl().getVerifyHostName(),
				ssl::setVerifyHostName);
		return ssl;
	}

	@Override
	public void rejectUnknown(Set<String> clients) {
		this.properties.rejectUnknown("client", clients);
	}

	private InvalidTcpServerException doesNotFit(ClientDeclaration client, IllegalArgumentException ex) {
		String types = this.customizers.stream()
			.map((customizer) -> customizer.getClass().getName())
			.collect(Collectors.joining(", "));
		return new InvalidTcpServerException(
				"The options of the TCP client '" + client.name() + "' do not fit together: " + ex.getMessage() + ".",
				"Correct the properties below " + PREFIX + "." + client.name() + (types.isEmpty() ? "."
						: ", or what the beans of type TcpClientCustomizer do to it: " + types + "."));
	}

}
