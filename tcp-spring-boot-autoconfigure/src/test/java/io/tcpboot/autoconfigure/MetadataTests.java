package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows of the properties.
 */
class MetadataTests {

	static Set<String> keys() {
		return Metadata.properties().keySet();
	}

	@ParameterizedTest
	@MethodSource("keys")
	void eachPropertyIsDescribed(String key) {
		Map<String, Object> property = Metadata.properties().get(key);
		assertThat(property.get("description")).asString()
			.matches("(?s)[A-Z].*\\.")
			.doesNotStartWith("The ")
			.doesNotStartWith("A ");
		if (property.get("type").equals(Boolean.class.getName())) {
			assertThat(property.get("description")).asString().startsWith("Whether ");
		}
		if (property.get("type").toString().startsWith("java.util.List<java.lang.String>")) {
			assertThat(property.get("description")).asString().startsWith("Comma-separated list ");
		}
	}

	@Test
	void noPropertyIsMissed() {
		assertThat(Metadata.keys(Metadata.SERVER)).contains("port", "idle-timeout", "ssl.bundle", "ssl.client-auth");
		assertThat(Metadata.keys(Metadata.CLIENT)).contains("host", "idle-timeout", "ssl.bundle", "reconnect.delay");
		assertThat(keys()).contains("tcp.enabled", "tcp.event-loop.threads", "tcp.defaults.framing.length-field.bytes");
	}

	@Test
	void eachDefaultIsThatOfAServerOrClient() {
		assertThat(Metadata.keys(Metadata.DEFAULT)).allSatisfy((key) -> assertThat(
				Stream.concat(Metadata.keys(Metadata.SERVER).stream(), Metadata.keys(Metadata.CLIENT).stream()))
			.contains(key));
	}

	@Test
	void eachTransportHasAHint() {
		assertThat(Metadata.hints()).filteredOn("name", "tcp.event-loop.transport")
			.flatExtracting((hint) -> (List<?>) hint.get("values"))
			.extracting((value) -> ((Map<?, ?>) value).get("value"))
			.hasSameSizeAs(Transport.Kind.values());
	}

	@Test
	void eachHintIsForAProperty() {
		assertThat(Metadata.hints()).isNotEmpty()
			.extracting((hint) -> hint.get("name").toString())
			.allMatch((name) -> name.endsWith(".keys") || keys().contains(name));
	}

}
