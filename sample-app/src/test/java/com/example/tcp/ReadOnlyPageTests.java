package com.example.tcp;

import io.tcpboot.test.LocalTcpPort;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page where the endpoint does what it does by default.
 */
@Tag("once")
@ExtendWith(BrowserExtension.class)
@SampleTest
@TestPropertySource(properties = { "management.endpoint.tcp.access=read-only",
		"tcp.endpoint.show-remote-address=when-authorized", "tcp.endpoint.max-sockets=10" })
class ReadOnlyPageTests {

	private final Browser browser;

	ReadOnlyPageTests(Browser browser) {
		this.browser = browser;
	}

	@Test
	void whenNothingMayBeClosedOrKnownThePageSaysSo(@LocalServerPort int web, @LocalTcpPort("echo") int port) {
		try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
			peer.send("hello").expect("hello");
			this.browser.open("http://localhost:" + web + "/#/echo");
			this.browser.awaitText("#read-only", "management.endpoint.tcp.access: unrestricted");
			this.browser.awaitText("#peers-hidden", "tcp.endpoint.show-remote-address");
			this.browser.awaitText("#sockets tbody .peer", "Socket ");
			assertThat(this.browser.find(".close").isDisplayed()).isFalse();
			// Of a limit that is too large the browser complains; the page asks for less
			// then.
			assertThat(this.browser.complaints()).allMatch((complaint) -> complaint.contains("limit=50"));
		}
	}

}
