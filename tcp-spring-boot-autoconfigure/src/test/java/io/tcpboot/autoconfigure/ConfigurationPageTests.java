package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.tcpboot.framing.Framing;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/configuration.md to the properties, and runs what it shows.
 */
class ConfigurationPageTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void eachPropertyIsOnThePageOnceAndNoOther() throws IOException {
		List<String> keys = new ArrayList<>();
		List<String> prefixes = List.of();
		for (String line : Files.readAllLines(PAGE)) {
			if (line.startsWith("| below ")) {
				prefixes = codes(line);
			}
			else if (line.startsWith("| `")) {
				String key = codes(line).get(0);
				prefixes.forEach((prefix) -> keys.add(prefix + "." + key));
			}
		}
		assertThat(keys).containsExactlyInAnyOrderElementsOf(Metadata.properties().keySet());
	}

	@Test
	void whenACustomizerSetsTheFramingLinesAreCut() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
			.withUserConfiguration(Lines.class)
			.withBean(Echo.class)
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connect(context, "echo")) {
					peer.send("hello\r\n").expect("hello\n");
				}
			});
	}

	@Test
	void whenTheFileIsReadItsDelimiterIsThatOfWindows() throws IOException {
		String yaml = YAML.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
		TcpProperties properties = new Binder(ConfigurationPropertySources.from(new YamlPropertySourceLoader()
			.load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))))
			.bind("tcp", TcpProperties.class)
			.get();
		assertThat(properties.getServers().get("tracker").getFraming().getDelimiter()).isEqualTo("\r\n");
	}

	private static List<String> codes(String line) {
		return CODE.matcher(line).results().map((MatchResult result) -> result.group(1)).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Lines {

		@Bean
		TcpServerCustomizer lines() {
			return (name, options) -> options.socket((socket) -> socket.framing(Framing.lines()));
		}

	}

}
