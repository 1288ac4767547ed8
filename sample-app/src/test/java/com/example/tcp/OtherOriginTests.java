package com.example.tcp;

import java.util.Arrays;

import io.tcpboot.TcpListener;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What websites that somebody on this machine looks at may do: nothing.
 */
@SampleTest
class OtherOriginTests {

	private final TcpListener<?> echo;

	private final int port;

	@AutoClose
	private final TcpTestPeer peer;

	OtherOriginTests(@Autowired TcpServers servers, @LocalServerPort int port) {
		this.echo = servers.listener("echo");
		this.port = port;
		this.peer = TcpTestPeer.connect(this.echo.port());
	}

	@BeforeEach
	void talk() {
		this.peer.send("hello").expect("hello");
	}

	@AfterEach
	void stillTalk() {
		this.peer.send("still").expect("still");
		this.peer.halfClose().expectEnd();
		Awaitility.await().until(() -> this.echo.sockets().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "rebound.example", "rebound.example:8081", "localhost.example", "127.0.0.1.example",
			"localhost:8081@rebound.example" })
	void whenAnotherNameLeadsHereNothingIsAnswered(String host) {
		assertThat(ask("GET /actuator/tcp", host)).matches("(?s)HTTP/1.1 40[03].*").doesNotContain("echo");
		assertThat(ask("DELETE " + socket(), host)).matches("(?s)HTTP/1.1 40[03].*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8081", "127.0.0.1:8081", "[::1]:8081" })
	void whenItIsThisMachinesNameItIsAnsweredButNotInAFrame(String host) {
		assertThat(ask("GET /", host)).startsWith("HTTP/1.1 200")
			.contains("Content-Security-Policy: frame-ancestors 'none'", "<title>TCP sockets</title>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "POST" })
	void whenABrowserAsksWhetherAnotherOriginMayItMayNot(String method) {
		assertThat(ask("OPTIONS " + socket(), "localhost", "Origin: http://localhost:3000",
				"Access-Control-Request-Method: " + method))
			.startsWith("HTTP/1.1 ")
			.doesNotContain("Access-Control-Allow");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Type: text/plain", "Content-Type: application/x-www-form-urlencoded",
			"Content-Type: multipart/form-data; boundary=a", "X-Content-Type: none" })
	void whenAFormIsSentFromAnotherOriginNothingIsLogged(String header) {
		assertThat(ask("POST " + socket() + "?duration=1h", "localhost", "Origin: http://localhost:3000",
				"Content-Length: 0", header))
			.startsWith("HTTP/1.1 415");
	}

	@Test
	@ExtendWith(BrowserExtension.class)
	void whenAScriptOfAnotherOriginTriesTheBrowserStopsIt(Browser browser) {
		try (ScriptedEndpoint other = new ScriptedEndpoint()) {
			browser.open(other.url() + "blank.html");
			String url = "http://localhost:" + this.port + socket();
			assertThat(browser.scriptThatCalls("""
					const [url, done] = arguments;
					fetch(url, { method: 'DELETE' }).then((answer) => done(answer.status), () => done('refused'));
					""", url)).isEqualTo("refused");
		}
	}

	private String socket() {
		Awaitility.await().until(() -> this.echo.sockets().size() == 1);
		return "/actuator/tcp/echo/" + this.echo.sockets().iterator().next().id();
	}

	private String ask(String request, String host, String... headers) {
		try (TcpTestPeer client = TcpTestPeer.connect("127.0.0.1", this.port)) {
			return client
				.send(request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
						+ String.join("", lines(headers)) + "\r\n")
				.readTextToEnd();
		}
	}

	private static String[] lines(String... headers) {
		return Arrays.stream(headers).map((header) -> header + "\r\n").toArray(String[]::new);
	}

}
