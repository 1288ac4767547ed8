package io.tcpboot.autoconfigure;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import org.springframework.boot.SpringBootVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the pom of docs/getting-started.md to the project. Its Java is
 * {@code com.example.echo}.
 */
class GettingStartedPageTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

	private final XPath xpath = XPathFactory.newInstance().newXPath();

	@Test
	void whenPomHasAParentItIsTheBootOfThisProject() throws Exception {
		Document pom = page();
		assertThat(this.xpath.evaluate("/project/parent/artifactId", pom)).isEqualTo("spring-boot-starter-parent");
		assertThat(this.xpath.evaluate("/project/parent/version", pom)).isEqualTo(SpringBootVersion.getVersion());
	}

	@Test
	void whenPomHasDependenciesTheyAreModulesInTheirVersion() throws Exception {
		String version = this.xpath.evaluate("/project/version", parse(Files.readString(ROOT.resolve("pom.xml"))));
		Document page = page();
		NodeList names = (NodeList) this.xpath.evaluate("//dependency/artifactId", page, XPathConstants.NODESET);
		assertThat(names.getLength()).isEqualTo(2);
		for (int i = 0; i < names.getLength(); i++) {
			assertThat(ROOT.resolve(names.item(i).getTextContent())).isDirectory();
			assertThat(this.xpath.evaluate("../version", names.item(i))).isEqualTo(version);
		}
	}

	private static Document page() throws Exception {
		return parse(XML.matcher(Files.readString(ROOT.resolve("docs/getting-started.md")))
			.results()
			.map((MatchResult result) -> result.group(1))
			.findFirst()
			.orElseThrow());
	}

	private static Document parse(String xml) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
	}

}
