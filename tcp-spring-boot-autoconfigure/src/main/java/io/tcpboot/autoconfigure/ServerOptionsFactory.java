package io.tcpboot.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.tcpboot.ServerOptions;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.server.ServerDeclaration;
import io.tcpboot.server.ServerOptionsSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes the options of a server: a property goes before an annotation. The only reader of
 * {@link TcpProperties}.
 */
final class ServerOptionsFactory implements ServerOptionsSource {

	private final Map<String, ServerProperties> properties;

	ServerOptionsFactory(TcpProperties properties) {
		this.properties = properties.getServers();
	}

	@Override
	public ServerOptions options(ServerDeclaration server) {
		ServerOptions.Builder options = ServerOptions.builder();
		boolean annotated = applyAnnotations(server, options);
		boolean configured = applyProperties(server.name(), options);
		if (!annotated && !configured) {
			throw noPort(server);
		}
		return options.build();
	}

	private boolean applyAnnotations(ServerDeclaration server, ServerOptions.Builder options) {
		boolean hasPort = server.port() != TcpServer.NO_PORT;
		try {
			options.name(server.name());
			if (hasPort) {
				options.port(server.port());
			}
			if (!server.host().isEmpty()) {
				options.host(server.host());
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalidAttribute(server, ex);
		}
		return hasPort;
	}

	private boolean applyProperties(String server, ServerOptions.Builder options) {
		boolean hasPort = false;
		for (Map.Entry<String, ServerProperties> entry : this.properties.entrySet()) {
			Integer port = entry.getValue().getPort();
			if (port != null && canonical(entry.getKey()).equals(canonical(server))) {
				applyPort(entry.getKey(), port, options);
				hasPort = true;
			}
		}
		return hasPort;
	}

	private void applyPort(String key, int port, ServerOptions.Builder options) {
		try {
			options.port(port);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("tcp.servers." + key + ".port", port, ex.getMessage());
		}
	}

	@Override
	public void rejectUnknown(Set<String> servers) {
		Set<String> known = servers.stream().map(ServerOptionsFactory::canonical).collect(Collectors.toSet());
		for (String key : this.properties.keySet()) {
			if (!known.contains(canonical(key))) {
				throw unknown(key, servers);
			}
		}
	}

	/**
	 * An environment variable has no dashes and no lower-case letters. So
	 * {@code TCP_SERVERS_MYECHO_PORT} has to match the server {@code my-echo}.
	 */
	private static String canonical(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	private static InvalidTcpServerException noPort(ServerDeclaration server) {
		return new InvalidTcpServerException("The TCP server '" + server.name() + "' has no port.",
				"Set the attribute port of @TcpServer on " + beans(server) + ", or the property tcp.servers."
						+ server.name() + ".port. 0 takes any free one.");
	}

	private static InvalidTcpServerException invalidAttribute(ServerDeclaration server, IllegalArgumentException ex) {
		return new InvalidTcpServerException(
				"The TCP server '" + server.name() + "' is annotated with a wrong value: " + ex.getMessage() + ".",
				"Correct @TcpServer on " + beans(server) + ".");
	}

	private static InvalidTcpServerException unknown(String key, Set<String> servers) {
		return new InvalidTcpServerException(
				"The properties 'tcp.servers." + key + "' are for a TCP server that does not exist.",
				"Use the name of a server (" + String.join(", ", new TreeSet<>(servers))
						+ "), or name a bean's server '" + key + "' with @TcpServer.");
	}

	private static String beans(ServerDeclaration server) {
		return server.beans().stream().map((bean) -> "bean '" + bean + "'").collect(Collectors.joining(" or "));
	}

}
