package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the pages to the code: each Java snippet stands in a source file, which is
 * compiled or run, and each link leads somewhere.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	private static final Pattern PLAIN = Pattern.compile("```\\w*\n(.*?)\n```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final List<String> SOURCES = sources();

	static Stream<Path> pages() throws IOException {
		return Stream.of(list(ROOT, 1), list(ROOT.resolve("docs"), 9), list(ROOT.resolve("benchmarks"), 1))
			.flatMap((pages) -> pages);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenPageShowsJavaItStandsInASource(Path page) {
		assertThat(find(JAVA, page)).filteredOn((snippet) -> !standsInASource(snippet)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void whenPageLinksToAFileOrAHeadingItIsThere(Path page) {
		assertThat(find(LINK, page)).filteredOn((link) -> !link.contains(":") && !leadsSomewhere(page, link)).isEmpty();
	}

	@Test
	void whenReadmeIsOpenedItsFirstLinesToRunAreTheTwoCommands() {
		assertThat(find(PLAIN, ROOT.resolve("README.md"))).startsWith("mvn spring-boot:run", "mvn -B -ntp verify");
	}

	@Test
	void whenSnippetStandsNowhereItIsMissed() {
		assertThat(standsInASource("class " + "Nowhere { }")).isFalse();
	}

	@Test
	void whenLinkLeadsNowhereItIsMissed() {
		Path page = ROOT.resolve("docs/clients.md");
		assertThat(leadsSomewhere(page, "tls.md")).isTrue();
		assertThat(leadsSomewhere(page, "#one-connection")).isTrue();
		assertThat(leadsSomewhere(page, "nowhere.md")).isFalse();
		assertThat(leadsSomewhere(page, "tls.md#nowhere")).isFalse();
	}

	private static boolean leadsSomewhere(Path page, String link) {
		String[] parts = link.split("#", 2);
		Path file = (parts[0].isEmpty()) ? page : page.resolveSibling(parts[0]);
		return Files.exists(file) && (parts.length == 1 || find(HEADING, file).stream()
			.map((heading) -> heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
			.anyMatch(parts[1]::equals));
	}

	private static boolean standsInASource(String snippet) {
		return SOURCES.stream().anyMatch((source) -> source.contains(squeeze(snippet)));
	}

	private static Stream<Path> list(Path folder, int depth) throws IOException {
		return Files.walk(folder, depth).filter((file) -> file.toString().endsWith(".md"));
	}

	private static List<String> find(Pattern pattern, Path page) {
		return pattern.matcher(read(page))
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toList());
	}

	private static List<String> sources() {
		try (Stream<Path> files = Files.walk(ROOT)) {
			return files.filter((file) -> file.toString().endsWith(".java"))
				.map((file) -> squeeze(read(file)))
				.collect(Collectors.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Leave out white space, which the formatter may set otherwise.
	 */
	private static String squeeze(String text) {
		return text.replaceAll("\\s+", "");
	}

}
