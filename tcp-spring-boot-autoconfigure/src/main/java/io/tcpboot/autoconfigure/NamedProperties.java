package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.tcpboot.handler.InvalidTcpServerException;
import io.tcpboot.handler.Names;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.StringUtils;

/**
 * The properties of all servers or clients by name. Besides the names that Spring Boot
 * has found there are those that it cannot find, but knows when it is asked: of
 * {@code TCP_SERVERS_MY_ECHO_PORT} only {@code my-echo}, or {@code myEcho}, can tell that
 * the last underscore but one is its dash.
 *
 * @param <P> type of the properties
 */
final class NamedProperties<P extends SocketProperties> {

	private final String prefix;

	private final Class<P> type;

	private final Map<String, P> found;

	private final Binder binder;

	NamedProperties(String prefix, Class<P> type, Map<String, P> found, Binder binder) {
		this.prefix = prefix;
		this.type = type;
		this.found = found;
		this.binder = binder;
	}

	Settings<P> settings(String name, DefaultProperties defaults) {
		return new Settings<>(this.prefix, name, all(name), defaults);
	}

	private Map<String, P> all(String name) {
		String dashed = DataObjectPropertyName.toDashedForm(name);
		String key = this.prefix + "." + dashed;
		if (this.found.containsKey(dashed) || !ConfigurationPropertyName.isValid(key)) {
			return this.found;
		}
		Map<String, P> all = new LinkedHashMap<>();
		this.binder.bind(key, this.type).ifBound((properties) -> all.put(dashed, properties));
		all.putAll(this.found);
		return all;
	}

	/**
	 * Refuse properties of what does not exist.
	 * @param kind what has a name: server or client
	 * @param known the names that exist
	 */
	void rejectUnknown(String kind, Set<String> known) {
		for (String key : this.found.keySet()) {
			if (!Names.contains(known, key)) {
				throw unknown(kind, key, known);
			}
		}
	}

	private InvalidTcpServerException unknown(String kind, String key, Set<String> known) {
		String instead = (known.isEmpty()) ? "Remove them, "
				: "Use the name of a " + kind + " (" + String.join(", ", new TreeSet<>(known)) + "), ";
		return new InvalidTcpServerException(
				"The properties '" + this.prefix + "." + key + "' are for a TCP " + kind + " that does not exist.",
				instead + "or name a bean's " + kind + " '" + key + "' with @Tcp" + StringUtils.capitalize(kind) + ".");
	}

}
