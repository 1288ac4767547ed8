package com.example.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Serves the page, and as its endpoint whatever it is told to: what no application does.
 * It is read only, and does not say so before.
 */
final class ScriptedEndpoint implements AutoCloseable {

	/** Between two requests there is less, as long as the page asks. */
	private static final Duration SILENCE = Duration.ofMillis(2000);

	private static final String SERVER = """
			{"time": "2026-11-22T18:00:00Z", "clients": [], "servers": [{"name": "%s", "state": "LISTENING",
			"address": "127.0.0.1:1", "port": 1, "handlers": [], "limits": {"socket": {"idleTimeout": "PT0S", "readTimeout": "PT0S", "writeTimeout": "PT0S"}}, "traffic": {"bytesRead": 0,
			"bytesWritten": 0, "pendingBytes": 0, "paused": 0}, "connections": {"open": 1, "accepted": 1, "closed": {}}}],
			"total": 1, "matching": 1, "offset": 0, "limit": 50, "sockets": [{"id": "1", "remoteAddress": "%1$s",
			"idleFor": "PT0S", "bytesRead": 0, "bytesWritten": 0, "pendingBytes": 0}]}
			""";

	private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

	private volatile int status = 200;

	private volatile String body = "";

	private volatile CountDownLatch delay = new CountDownLatch(0);

	private volatile long askedNanos = System.nanoTime();

	private HttpServer server;

	ScriptedEndpoint() {
		this.server = listen(0);
	}

	private HttpServer listen(int port) {
		try {
			HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			listening.createContext("/", this::answer);
			listening.start();
			return listening;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://localhost:" + port() + "/";
	}

	private int port() {
		return this.server.getAddress().getPort();
	}

	ScriptedEndpoint answers(int status, String body) {
		this.body = body;
		this.status = status;
		return this;
	}

	/**
	 * Tell of one server of this name, with one socket.
	 */
	ScriptedEndpoint serves(String name) {
		return answers(200, SERVER.formatted(name));
	}

	/**
	 * Answer only when that is done.
	 */
	void delay(Runnable meanwhile) {
		CountDownLatch done = new CountDownLatch(1);
		this.delay = done;
		try {
			meanwhile.run();
		}
		finally {
			done.countDown();
		}
	}

	/**
	 * Wait until the page asks no more: it would each second.
	 */
	void awaitSilence() {
		Awaitility.await("silence")
			.atMost(Duration.ofSeconds(5))
			.until(() -> System.nanoTime() - this.askedNanos > SILENCE.toNanos());
	}

	/**
	 * Be gone, and there again.
	 */
	void restart(Runnable meanwhile) {
		int port = port();
		this.server.stop(0);
		meanwhile.run();
		this.server = listen(port);
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			if ("DELETE".equals(exchange.getRequestMethod())) {
				exchange.sendResponseHeaders(405, -1);
			}
			else if (path.startsWith("/actuator/tcp")) {
				this.askedNanos = System.nanoTime();
				await(this.delay);
				send(exchange, this.status, "application/json", this.body.getBytes(StandardCharsets.UTF_8));
			}
			else {
				send(exchange, 200, type(path), file(path));
			}
		}
	}

	private static void await(CountDownLatch latch) throws IOException {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new InterruptedIOException();
		}
	}

	private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", type);
		if (status == 302) {
			exchange.getResponseHeaders().set("Location", "/login");
		}
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

	private static String type(String path) {
		if (path.endsWith(".js")) {
			return "text/javascript";
		}
		return (path.endsWith(".css")) ? "text/css" : "text/html";
	}

	private byte[] file(String path) throws IOException {
		String name = "/".equals(path) ? "/index.html" : path;
		String pattern = (path.startsWith("/webjars/uplot/"))
				? "classpath*:META-INF/resources" + path.replace("/uplot/", "/uplot/*/") : "classpath*:static" + name;
		for (Resource resource : this.resources.getResources(pattern)) {
			try (InputStream in = resource.getInputStream()) {
				return in.readAllBytes();
			}
		}
		return new byte[0];
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
