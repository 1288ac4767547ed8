package com.example.tcp;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the page asks its endpoint, and what it says while it waits or does not ask.
 */
@Tag("once")
@ExtendWith(BrowserExtension.class)
class PageClockTests {

	private final Browser browser;

	@AutoClose
	private final ScriptedEndpoint endpoint = new ScriptedEndpoint();

	PageClockTests(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	void open() {
		this.endpoint.serves("before");
		this.browser.open(this.endpoint.url());
		this.browser.awaitText("#groups", "before");
		this.browser.awaitText("#status", "Live");
	}

	@Test
	void whenAnAnswerIsLateThePageSaysSoUntilItComes() {
		this.endpoint.delay(() -> {
			this.browser.awaitText("#status", "Waiting, last answer ");
			this.browser.awaitCount(".old #sockets tbody", 1);
			assertThat(this.browser.text("#notice")).isEmpty();
		});
		this.browser.awaitText("#status", "Live");
		this.browser.awaitCount(".old", 0);
	}

	@Test
	void whenAnAnswerTakesTooLongThePageSaysSoAndAsksAgain() {
		this.endpoint.delay(() -> {
			this.browser.awaitText("#notice", "The application takes more than 5 seconds to answer.");
			this.browser.awaitText("#status", "Not live, last answer ");
			this.endpoint.serves("after");
		});
		this.browser.awaitText("#groups", "after");
		this.browser.awaitText("#status", "Live");
		this.browser.awaitText("#announcement", "Live again.");
	}

	@Test
	void whenPausedNothingIsAskedUntilItGoesOn() {
		pause();
		this.browser.awaitText("#groups", "before");
		this.browser.find("#pause[aria-pressed=true]").click();
		this.browser.awaitText("#groups", "after");
		this.browser.awaitText("#status", "Live");
	}

	@Test
	void whenPausedAChoiceIsShownAndThenNothingIsAsked() {
		pause();
		this.browser.find("[data-sort=idle]").sendKeys(Keys.ENTER);
		this.browser.awaitText("#groups", "after");
		this.browser.awaitText("#status", "Paused at ");
		this.endpoint.awaitSilence();
	}

	@Test
	void whenHiddenNothingIsAskedUntilItIsLookedAtAgain() {
		this.browser.hide(() -> {
			this.endpoint.awaitSilence();
			this.endpoint.serves("after");
		});
		this.browser.awaitText("#groups", "after");
		this.browser.awaitText("#status", "Live");
	}

	@Test
	void whenHiddenWhilePausedItStaysPaused() {
		pause();
		this.browser.hide(this.endpoint::awaitSilence);
		this.endpoint.awaitSilence();
		assertThat(this.browser.text("#status")).startsWith("Paused at ");
		assertThat(this.browser.text("#groups")).contains("before");
	}

	/**
	 * From then on there would be news.
	 */
	private void pause() {
		this.browser.find("#pause").click();
		this.browser.awaitText("#status", "Paused at ");
		this.endpoint.awaitSilence();
		this.endpoint.serves("after");
	}

}
