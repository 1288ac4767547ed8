package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ClientDeclaration;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.server.ServerDeclaration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.Assert;

/**
 * Properties bound as in an application, and the options of the server and the client
 * {@code echo} that are annotated with port 7, and the client with a host.
 */
final class Bound {

	private final RecordedTls tls = new RecordedTls();

	private final ServerOptionsFactory factory;

	private final ClientOptionsFactory clients;

	private Bound(Binder binder) {
		TcpProperties properties = binder.bindOrCreate("tcp", TcpProperties.class);
		this.factory = new ServerOptionsFactory(properties, binder, this.tls, List.of());
		this.clients = new ClientOptionsFactory(properties, binder, this.tls, List.of());
	}

	static Bound of(Map<String, String> properties) {
		return new Bound(new Binder(new MapConfigurationPropertySource(properties)));
	}

	static Bound of(String... pairs) {
		Map<String, String> properties = new LinkedHashMap<>();
		for (String pair : pairs) {
			int separator = pair.indexOf('=');
			properties.put(pair.substring(0, separator), pair.substring(separator + 1));
		}
		return of(properties);
	}

	ServerOptions options() {
		return options(7, FramingType.UNSPECIFIED);
	}

	ServerOptions options(int port, FramingType framing) {
		return this.factory.options(new ServerDeclaration("echo", port, "", framing, List.of("echo")));
	}

	boolean isEnabled() {
		return this.factory.isEnabled("echo");
	}

	ServerSslProperties ssl() {
		options();
		return this.tls.server();
	}

	ManagedClientOptions client() {
		ManagedClientOptions options = declared();
		Assert.state(options != null, "the client is disabled");
		return options;
	}

	private @Nullable ManagedClientOptions declared() {
		return this.clients.options(new ClientDeclaration("echo", "localhost", 7, FramingType.UNSPECIFIED,
				TcpClient.Connect.AT_START, List.of("echo")));
	}

	boolean isClientEnabled() {
		return declared() != null;
	}

	ClientOptions target() {
		return client().targets().get(0);
	}

	ClientSslProperties clientSsl() {
		client();
		return this.tls.client();
	}

}
