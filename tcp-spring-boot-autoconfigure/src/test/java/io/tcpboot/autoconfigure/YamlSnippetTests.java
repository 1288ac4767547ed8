package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.tcpboot.autoconfigure.actuate.TcpEndpointProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.ssl.SslProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Holds the YAML of the pages to the properties.
 */
class YamlSnippetTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	static Stream<String> snippets() throws IOException {
		return Stream
			.concat(Stream.of(ROOT.resolve("README.md")), Files.list(ROOT.resolve("docs")).filter(Files::isRegularFile))
			.flatMap(YamlSnippetTests::snippets);
	}

	private static Stream<String> snippets(Path page) {
		try {
			return YAML.matcher(Files.readString(page)).results().map((MatchResult result) -> result.group(1));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void whenPageShowsYamlEachKeyIsAProperty(String yaml) throws IOException {
		assertThat(bind(yaml)).isNotNull();
	}

	@Test
	void whenAKeyIsNoPropertyItIsMissed() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind("tcp:\n  servers:\n    echo:\n      prt: 1"));
	}

	private static TcpProperties bind(String yaml) throws IOException {
		Binder binder = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader().load("page",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))));
		binder.bindOrCreate("spring.ssl", Bindable.of(SslProperties.class),
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
		// One for both: it remembers what the first has taken.
		NoUnboundElementsBindHandler handler = new NoUnboundElementsBindHandler(BindHandler.DEFAULT);
		binder.bindOrCreate("tcp.endpoint", Bindable.of(TcpEndpointProperties.class), handler);
		return binder.bindOrCreate("tcp", Bindable.of(TcpProperties.class), handler);
	}

}
