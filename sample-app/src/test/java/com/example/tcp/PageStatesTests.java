package com.example.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page says when its endpoint is not as it should be.
 */
@Tag("once")
@ExtendWith(BrowserExtension.class)
class PageStatesTests {

	private static final String NOBODY = """
			{"time": "2026-11-22T18:00:00Z", "servers": [], "clients": []}
			""";

	private final Browser browser;

	@AutoClose
	private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

	PageStatesTests(Browser browser) {
		this.browser = browser;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 | {}           | is not the endpoint: it tells of no servers
			200 | <html></html>| is not the endpoint: it sends no JSON
			302 | ''           | wants a login first
			401 | {}           | You may not read the endpoint (status 401)
			404 | {}           | management.endpoints.web.exposure.include
			500 | {}           | answers with status 500
			""")
	void whenTheEndpointIsNoneThePageSaysWhatIsWrong(int status, String body, String message) {
		this.endpoint.answers(status, body);
		this.browser.open(this.endpoint.url());
		this.browser.awaitText("#notice", message);
		this.browser.awaitText("#status", "Not live, last answer never");
	}

	@Test
	void whenThereAreNoServersThePageSaysSo() {
		this.endpoint.answers(200, NOBODY);
		this.browser.open(this.endpoint.url());
		this.browser.awaitText("#notice", "no TCP servers or clients");
		this.browser.awaitText("#status", "Live");
		assertThat(this.browser.find("#sockets").isDisplayed()).isFalse();
	}

	@Test
	void whenTheApplicationIsGoneTheLastAnswerStaysAndThePageGoesOnWhenItIsBack() {
		this.endpoint.serves("echo");
		this.browser.open(this.endpoint.url());
		this.browser.awaitCount("#sockets tbody", 1);
		this.endpoint.restart(() -> {
			this.browser.awaitText("#notice", "The application does not answer.");
			this.browser.awaitText("#status", "Not live, last answer");
			this.browser.awaitCount(".old #sockets tbody", 1);
		});
		this.browser.awaitText("#status", "Live");
		this.browser.await((page) -> page.text("#notice").isEmpty(), "no notice");
		this.browser.awaitCount(".old", 0);
	}

	@Test
	void whenTheChosenServerIsGoneThePageSaysSo() {
		this.endpoint.serves("echo");
		this.browser.open(this.endpoint.url() + "#/echo");
		this.browser.awaitCount("#sockets tbody", 1);
		this.endpoint.serves("other");
		this.browser.awaitText("#empty", "Nothing is called echo now.");
		this.browser.awaitCount("#sockets tbody", 0);
		this.browser.awaitText("#groups", "other");
	}

	@Test
	void whenOnlyTheAttemptTellsThatItIsReadOnlyThePageSaysSoThen() {
		this.endpoint.serves("echo");
		this.browser.open(this.endpoint.url());
		this.browser.find("#sockets .close").sendKeys(Keys.ENTER);
		this.browser.find("dialog [value=close]").click();
		this.browser.awaitText("#message", "It stays open: the endpoint is read only.");
		this.browser.awaitText("#read-only", "management.endpoint.tcp.access: unrestricted");
		this.browser.await((page) -> !page.find("#sockets .close").isDisplayed(), "no button");
	}

	@Test
	void whenAnswersAreThoseOfTheDocumentationAllOfThemIsShown() throws IOException {
		this.endpoint.answers(200, documentedAnswers());
		this.browser.open(this.endpoint.url());
		this.browser.awaitText("#groups", "client, connected");
		this.browser.awaitText("#sockets tbody [data-field=idle]", "6\u00a0min 3\u00a0s");
		this.browser.find("#about summary").click();
		this.browser.find("#sockets .peer").click();
		this.browser.awaitText("#sockets .more", "orders.example.com");
		this.browser.awaitText("#about", "39,800 peer end");
		assertThat(this.browser.text("body")).doesNotContain("NaN", "undefined", "null", "[object", "Invalid");
		assertThat(this.browser.text("#notice")).isEmpty();
	}

	/**
	 * Both in one: which of the two is asked for makes no difference here.
	 */
	private static String documentedAnswers() throws IOException {
		return Pattern.compile("```json\n\\{\n(.*?)\n}\n```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/operations.md")))
			.results()
			.map((answer) -> answer.group(1))
			.collect(Collectors.joining(",", "{", "}"));
	}

	@Test
	void whenNamesAreHostileTheyAreText() {
		String hostile = "<img src=x onerror=document.title='owned'>\u202e";
		this.endpoint.serves(hostile);
		this.browser.open(this.endpoint.url());
		String shown = hostile.replace('\u202e', '\ufffd');
		this.browser.awaitText("#groups .name", shown);
		this.browser.awaitText("#sockets tbody .peer", shown);
		this.browser.awaitText("#sockets-title", shown);
		assertThat(this.browser.findAll("img")).isEmpty();
		assertThat(this.browser.script("return document.title")).isEqualTo("TCP sockets");
		assertThat(this.browser.complaints()).isEmpty();
	}

}
