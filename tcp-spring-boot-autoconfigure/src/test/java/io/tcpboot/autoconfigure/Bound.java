package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tcpboot.ServerOptions;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.server.ServerDeclaration;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Properties bound as in an application, and the options of the server {@code echo} that
 * is annotated with port 7 and nothing else.
 */
final class Bound {

	private final RecordedTls tls = new RecordedTls();

	private final ServerOptionsFactory factory;

	private Bound(TcpProperties properties) {
		this.factory = new ServerOptionsFactory(properties, this.tls, List.of());
	}

	static Bound of(Map<String, String> properties) {
		Binder binder = new Binder(new MapConfigurationPropertySource(properties));
		return new Bound(binder.bindOrCreate("tcp", TcpProperties.class));
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

}
