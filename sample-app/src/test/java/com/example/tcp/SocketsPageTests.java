package com.example.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a real browser, with 50 sockets.
 */
@Tag("once")
@ExtendWith(BrowserExtension.class)
@SampleTest
class SocketsPageTests {

	private static final int PEERS = 50;

	private final Browser browser;

	private final TcpListener<?> echo;

	private final String url;

	private final List<TcpTestPeer> peers = new ArrayList<>();

	SocketsPageTests(Browser browser, @Autowired TcpServers servers, @LocalServerPort int port) {
		this.browser = browser;
		this.echo = servers.listener("echo");
		this.url = "http://localhost:" + port + "/";
	}

	@BeforeEach
	void open() {
		IntStream.range(0, PEERS).forEach((index) -> this.peers.add(TcpTestPeer.connect(this.echo.port())));
		// Each is known by what it has sent.
		IntStream.range(0, PEERS).forEach((index) -> this.peers.get(index).send("x".repeat(index + 1)));
		Awaitility.await().until(() -> this.echo.bytesRead() >= PEERS * (PEERS + 1) / 2);
		this.browser.open(this.url);
		this.browser.awaitCount("#sockets tbody", PEERS);
	}

	@AfterEach
	void close() {
		this.peers.forEach(TcpTestPeer::close);
		Awaitility.await().until(() -> this.echo.sockets().isEmpty());
		assertThat(this.browser.complaints()).isEmpty();
	}

	@Test
	void whenSocketsAreOpenTheyAreListedAndNothingComesFromElsewhere() {
		this.browser.awaitText("#count", "50 open");
		this.browser.awaitText("#groups [aria-current]", "echo");
		this.browser.awaitText("#groups [aria-current] [data-field=open]", "50");
		this.browser.awaitCount("canvas", 2);
		this.browser.awaitText("#throughput figcaption", "B/s");
		assertThat(this.browser.text("body")).doesNotContain("NaN", "undefined", "null");
		assertThat(resources()).isNotEmpty().allMatch((resource) -> resource.startsWith(this.url));
	}

	@SuppressWarnings("unchecked")
	private List<String> resources() {
		return (List<String>) this.browser
			.script("return performance.getEntriesByType('resource').map((entry) => entry.name)");
	}

	@Test
	void whenSortedTheEndpointSortsBothWays() {
		assertThat(this.browser.find("[data-sort=age]").findElement(By.xpath("..")).getDomAttribute("aria-sort"))
			.isEqualTo("descending");
		this.browser.find("[data-sort=bytes]").sendKeys(Keys.ENTER);
		this.browser.awaitText("#sockets tbody [data-field=in]", "50\u00a0B");
		this.browser.find("[data-sort=bytes]").sendKeys(Keys.ENTER);
		this.browser.awaitText("#sockets tbody [data-field=in]", "1\u00a0B");
		assertThat(this.browser.hasFocus("[aria-sort=ascending] [data-sort=bytes]")).isTrue();
	}

	@Test
	void whenOnePeerReadsNothingItIsFirstOfThoseWithPendingBytes() throws IOException {
		try (SocketChannel channel = SocketChannel.open()) {
			// Small, so that there is not much to fill.
			channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024);
			channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 * 1024);
			channel.connect(new InetSocketAddress("localhost", this.echo.port()));
			channel.configureBlocking(false);
			ByteBuffer zeros = ByteBuffer.allocate(4 * 1024 * 1024);
			// Until all buffers between the two are full.
			Awaitility.await()
				.pollInterval(Duration.ofMillis(5))
				.during(Duration.ofMillis(300))
				.until(() -> channel.write(zeros.clear()) == 0 && this.echo.pendingBytes() > 0);
			this.browser.find("[data-sort=pending]").sendKeys(Keys.ENTER);
			this.browser.awaitCount("#sockets thead + tbody .bar:not([data-level=none])", 1);
			this.browser.type("[name=minPending]", "1B");
			this.browser.awaitText("#count", "1 that fit, 51 open");
			this.browser.awaitCount("#sockets tbody", 1);
		}
	}

	@Test
	void whenAFilterIsWrongItsFieldSaysSoAndTheListStays() {
		this.browser.type("[name=idleFor]", "soon");
		this.browser.awaitText("#idleFor-error", "expected: a duration such as 30s");
		this.browser.awaitCount("[name=idleFor][aria-invalid=true]", 1);
		this.browser.awaitCount("#sockets tbody", PEERS);
		this.browser.type("[name=idleFor]", "1h");
		this.browser.awaitText("#empty", "None of 50 open sockets fits the filter.");
		this.browser.find("#clear").sendKeys(Keys.ENTER);
		this.browser.awaitCount("#sockets tbody", PEERS);
		assertThat(this.browser.complaints()).allMatch((complaint) -> complaint.contains("idleFor=so"));
	}

	@Test
	void whenThereAreMoreThanAPageTakesPagesAreTurned() {
		this.browser.find("[name=size] option:first-child").click();
		this.browser.awaitText("#count", "1–25 of 50");
		String first = this.browser.text("#sockets tbody th");
		this.browser.tabTo("#next");
		this.browser.press(Keys.ENTER);
		this.browser.awaitText("#count", "26–50 of 50");
		this.browser.awaitCount("#sockets tbody", 25);
		assertThat(this.browser.text("#sockets tbody th")).isNotEqualTo(first);
		assertThat(this.browser.hasFocus("#next[aria-disabled=true]")).isTrue();
	}

	@Test
	void whenRefreshedARowIsTheSameAndKeepsItsFocusWhereverItStands() {
		this.browser.find("[data-sort=idle]").sendKeys(Keys.ENTER);
		WebElement row = rowThatHasRead(21);
		row.findElement(By.className("peer")).sendKeys(Keys.ENTER);
		IntStream.range(0, PEERS)
			.filter((index) -> index != 20)
			.forEach((index) -> this.peers.get(index).send("again"));
		this.browser.awaitCount("#sockets thead + [data-id='" + row.getDomAttribute("data-id") + "']", 1);
		assertThat(this.browser.hasFocus("#sockets thead + tbody .peer[aria-expanded=true]")).isTrue();
		assertThat(row.getText()).contains("This side");
	}

	private WebElement rowThatHasRead(int bytes) {
		return (WebElement) this.browser.script("""
				return [...document.querySelectorAll('#sockets tbody')]
					.find((row) => row.querySelector('[data-field=in]').textContent === arguments[0])
				""", bytes + "\u00a0B");
	}

	@Test
	void whenASocketIsClosedByKeyboardItsPeerSeesTheEndAndTheRowGoes() {
		TcpTestPeer peer = this.peers.get(16);
		TcpSocket<?> socket = this.echo.sockets()
			.stream()
			.filter((candidate) -> candidate.bytesRead() == 17)
			.findFirst()
			.orElseThrow();
		InetSocketAddress address = (InetSocketAddress) socket.remoteAddress();
		this.browser.type("[name=remote]", "127.0.0.1:" + address.getPort());
		this.browser.awaitText("#count", "1 that fit, 50 open");
		this.browser.awaitCount("#sockets tbody", 1);
		this.browser.tabTo("button.close");
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.text("#close-what")).contains("#" + socket.id() + ", 127.0.0.1:" + address.getPort());
		assertThat(this.browser.hasFocus("dialog [value=keep]")).isTrue();
		this.browser.press(Keys.ENTER);
		assertThat(this.browser.hasFocus("button.close")).isTrue();
		this.browser.press(Keys.ENTER);
		this.browser.press(Keys.TAB);
		this.browser.press(Keys.ENTER);
		peer.expect("x".repeat(17)).expectEnd().halfClose();
		this.browser.awaitCount("#sockets tbody", 0);
		this.browser.awaitText("#message", "#" + socket.id() + ", 127.0.0.1:" + address.getPort() + " is closed.");
		this.browser.find("#clear").sendKeys(Keys.ENTER);
		this.browser.awaitCount("#sockets tbody", PEERS - 1);
		// The page has asked whether it is gone, and the browser complains that it is not
		// found.
		assertThat(this.browser.complaints()).allMatch((complaint) -> complaint.contains("/echo/" + socket.id() + " "));
	}

}
