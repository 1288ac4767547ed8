package com.example.tcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Debian's Chromium, without a window. Waits for what it is told to look for.
 */
final class Browser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private final WebDriverWait wait;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
		this.wait = new WebDriverWait(driver, Duration.ofSeconds(10), Duration.ofMillis(50));
	}

	static boolean isInstalled() {
		return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
	}

	static Browser start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--window-size=1280,900", "--disable-dev-shm-usage", "--no-first-run",
				"--disable-background-networking", "--disable-component-update");
		if ("root".equals(System.getProperty("user.name"))) {
			// Chromium refuses to be root in its sandbox.
			options.addArguments("--no-sandbox");
		}
		options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
		// Where the driver is, so that Selenium does not look for one in the internet.
		ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	void open(String url) {
		this.driver.get("about:blank");
		complaints();
		this.driver.get(url);
	}

	/**
	 * Return what the page has complained of since it was opened.
	 */
	List<String> complaints() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	WebElement find(String css) {
		return this.wait.until((WebDriver current) -> current.findElement(By.cssSelector(css)));
	}

	List<WebElement> findAll(String css) {
		return this.driver.findElements(By.cssSelector(css));
	}

	void await(Predicate<Browser> condition, String what) {
		this.wait.withMessage(what).until((current) -> condition.test(this));
	}

	void awaitCount(String css, int count) {
		await((browser) -> browser.findAll(css).size() == count, count + " of " + css);
	}

	/**
	 * Wait for text that can be seen.
	 */
	void awaitText(String css, String text) {
		await((browser) -> browser.text(css).contains(text), css + " with '" + text + "'");
	}

	/**
	 * Return what can be seen of the first element, in one step: it may be replaced.
	 */
	String text(String css) {
		return (String) script("return document.querySelector(arguments[0])?.innerText ?? ''", css);
	}

	void type(String css, String text) {
		WebElement element = find(css);
		element.clear();
		element.sendKeys(text);
	}

	void press(Keys key) {
		new Actions(this.driver).sendKeys(key).perform();
	}

	/**
	 * Press the tabulator until something has the focus.
	 */
	void tabTo(String css) {
		for (int count = 0; count < 30; count++) {
			if (hasFocus(css)) {
				return;
			}
			press(Keys.TAB);
		}
		throw new AssertionError("The tabulator does not get to " + css);
	}

	/**
	 * Look at another tab meanwhile.
	 */
	void hide(Runnable meanwhile) {
		String page = this.driver.getWindowHandle();
		this.driver.switchTo().newWindow(WindowType.TAB);
		try {
			meanwhile.run();
		}
		finally {
			this.driver.close();
			this.driver.switchTo().window(page);
		}
	}

	boolean hasFocus(String css) {
		return (boolean) script("return document.activeElement.matches(arguments[0])", css);
	}

	Object script(String script, Object... arguments) {
		return ((JavascriptExecutor) this.driver).executeScript(script, arguments);
	}

	/**
	 * Run a script that calls its last argument when it is done.
	 */
	Object scriptThatCalls(String script, Object... arguments) {
		return this.driver.executeAsyncScript(script, arguments);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
