package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/**
 * An application with an actuator, asked over real HTTP.
 */
final class OperatedApplication implements AutoCloseable {

	static final String[] EVERYTHING = { "management.endpoint.tcp.access=unrestricted",
			"tcp.endpoint.show-remote-address=always", "tcp.endpoint.max-sockets=10",
			"logging.level.io.tcpboot.wiretap=debug" };

	/** An answer that never comes is a failure, not the end of all tests. */
	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final String user;

	private OperatedApplication(ConfigurableApplicationContext context, String user) {
		this.context = context;
		this.user = user;
	}

	static OperatedApplication start(String webType, String... properties) {
		return start(webType, Application.class, properties);
	}

	/**
	 * Start with one more class of beans.
	 */
	static OperatedApplication start(String webType, Class<?> more, String... properties) {
		// Reactor Netty (1.3.7) may forget to read the next request of a connection.
		Stream<String> usual = Stream.of("spring.main.web-application-type=" + webType, "server.port=0",
				"server.netty.max-keep-alive-requests=1", "management.endpoints.web.exposure.include=*",
				"spring.main.banner-mode=off");
		String[] arguments = Stream.concat(usual, Stream.of(properties))
			.map((pair) -> "--" + pair)
			.toArray(String[]::new);
		return of(new SpringApplicationBuilder(Application.class, more).run(arguments));
	}

	/**
	 * Ask an application that somebody has started.
	 */
	static OperatedApplication of(ConfigurableApplicationContext context) {
		return new OperatedApplication(context, null);
	}

	/**
	 * Ask the same application as somebody whose password is {@code secret}.
	 */
	OperatedApplication as(String user) {
		return new OperatedApplication(this.context, user);
	}

	TcpTestPeer connect() {
		TcpTestPeer peer = Peers.connect(this.context, "vault");
		return peer.send("hi").expect("hi");
	}

	TcpListener<?> listener() {
		return this.context.getBean(TcpServers.class).listener("vault");
	}

	/**
	 * Return the id of the only socket.
	 */
	String onlySocket() {
		Awaitility.await().until(() -> listener().sockets().size() == 1);
		return listener().sockets().iterator().next().id();
	}

	List<AuditEvent> audit() {
		return this.context.getBean(Audit.class).events;
	}

	/**
	 * Return what another endpoint tells of the audit.
	 */
	DocumentContext auditEvents(String type) {
		String url = url().replaceFirst("tcp$", "auditevents") + "?type=" + type;
		return JsonPath.parse(send(requestTo(url).GET()).body());
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	HttpResponse<String> delete(String path) {
		return send(request(path).DELETE());
	}

	HttpResponse<String> post(String path, String body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	DocumentContext json(String path) {
		HttpResponse<String> response = get(path);
		if (response.statusCode() != 200) {
			throw new AssertionError(response.statusCode() + ": " + response.body());
		}
		return JsonPath.parse(response.body());
	}

	private HttpRequest.Builder request(String path) {
		return requestTo(url() + path);
	}

	private HttpRequest.Builder requestTo(String url) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE);
		if (this.user != null) {
			String credentials = this.user + ":secret";
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
		}
		return request;
	}

	/**
	 * Return where the endpoint is: at the port for management, if there is one.
	 */
	String url() {
		String port = this.context.getEnvironment().getProperty("local.management.port", "${local.server.port}");
		return this.context.getEnvironment().resolveRequiredPlaceholders("http://localhost:" + port + "/actuator/tcp");
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Vault.class, Pump.class, Audit.class })
	static class Application {

	}

	/**
	 * Keeps something with each socket that nobody else may see.
	 */
	@TcpServer(name = "vault", port = 0)
	static class Vault {

		record Account(String owner) {
		}

		@OnOpen
		void open(TcpSocket<Account> socket) {
			socket.data(new Account("confidential"));
		}

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

	/**
	 * A client that nobody uses.
	 */
	@TcpClient(name = "pump", host = "localhost", port = 1, connect = TcpClient.Connect.ON_USE)
	static class Pump {

		@OnData
		void data(byte[] bytes) {
		}

	}

	static class Audit {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AuditApplicationEvent event) {
			this.events.add(event.getAuditEvent());
		}

	}

}
