package com.example.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Serves the page, and as its endpoint whatever it is told to: what no application does.
 * It is read only, and does not say so before.
 */
final class ScriptedEndpoint implements AutoCloseable {

	private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

	private volatile int status = 200;

	private volatile String body = "";

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
				send(exchange, this.status, "application/json", this.body.getBytes(StandardCharsets.UTF_8));
			}
			else {
				send(exchange, 200, type(path), file(path));
			}
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
