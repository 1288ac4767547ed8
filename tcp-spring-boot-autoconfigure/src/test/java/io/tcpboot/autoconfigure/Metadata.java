package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.jayway.jsonpath.JsonPath;

/**
 * What the build has written for editors: the properties with a fixed key, and those that
 * stand below the name of a server or client.
 */
final class Metadata {

	static final String SERVER = "tcp.servers.<name>.";

	static final String CLIENT = "tcp.clients.<name>.";

	static final String DEFAULT = "tcp.defaults.";

	private static final Path FOLDER = classes().resolve("META-INF");

	private static final Map<String, Map<String, Object>> PROPERTIES = read();

	private Metadata() {
	}

	/**
	 * Return what is said about each property, by its full key.
	 */
	static Map<String, Map<String, Object>> properties() {
		return PROPERTIES;
	}

	private static Map<String, Map<String, Object>> read() {
		Map<String, Map<String, Object>> all = new TreeMap<>();
		addAll(all, "", "spring-configuration-metadata.json");
		all.keySet().removeAll(List.of("tcp.servers", "tcp.clients"));
		// Spring Boot's own, which its processor writes for each endpoint.
		all.keySet().removeIf((key) -> key.startsWith("management."));
		addAll(all, SERVER, "spring/configuration-metadata/" + ServerProperties.class.getName() + ".json");
		addAll(all, CLIENT, "spring/configuration-metadata/" + ClientProperties.class.getName() + ".json");
		return Collections.unmodifiableMap(all);
	}

	/**
	 * Return the keys below a prefix, without it.
	 */
	static List<String> keys(String prefix) {
		return properties().keySet()
			.stream()
			.filter((key) -> key.startsWith(prefix))
			.map((key) -> key.substring(prefix.length()))
			.toList();
	}

	static List<Map<String, Object>> hints() {
		return list("hints", "spring-configuration-metadata.json");
	}

	private static void addAll(Map<String, Map<String, Object>> all, String prefix, String file) {
		list("properties", file).forEach((property) -> all.put(prefix + property.get("name"), property));
	}

	private static List<Map<String, Object>> list(String name, String file) {
		try {
			return JsonPath.parse(FOLDER.resolve(file).toFile()).read(name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path classes() {
		try {
			return Path.of(TcpProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
