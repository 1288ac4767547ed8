package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpListener;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what docs/operations.md has {@code curl} send.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsPageTests {

	private static final Path PAGE = Path.of("../docs/operations.md");

	private static final Pattern COMMAND = Pattern.compile("(?m)^curl (.*)$");

	private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

	private final HttpClient http = HttpClient.newHttpClient();

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("servlet", Orders.class,
			"management.endpoint.tcp.access=unrestricted", "tcp.endpoint.show-remote-address=always");

	static Stream<String> commands() throws IOException {
		return COMMAND.matcher(Files.readString(PAGE)).results().map((MatchResult result) -> result.group(1));
	}

	private TcpListener<?> orders() {
		return this.application.context().getBean(TcpServers.class).listener("orders");
	}

	@AfterEach
	void awaitNoSockets() {
		Awaitility.await().until(() -> orders().sockets().isEmpty());
	}

	@ParameterizedTest
	@MethodSource("commands")
	void whenSentAsOnThePageItIsAnswered(String command) throws Exception {
		try (TcpTestPeer peer = TcpTestPeer.connect(orders().port())) {
			peer.send("an order").expect("an order");
			HttpResponse<String> response = this.http.send(request(command), HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(response.body()).isIn(200, 204);
		}
	}

	private HttpRequest request(String command) {
		HttpRequest.Builder request = HttpRequest.newBuilder();
		String method = "GET";
		HttpRequest.BodyPublisher body = BodyPublishers.noBody();
		Iterator<String> words = words(command).iterator();
		while (words.hasNext()) {
			String word = words.next();
			switch (word) {
				case "-X" -> method = words.next();
				case "-H" -> request.headers(words.next().split(": ", 2));
				case "-d" -> body = BodyPublishers.ofString(words.next());
				default -> request.uri(uri(word));
			}
		}
		return request.method(method, body).build();
	}

	private static List<String> words(String command) {
		return WORD.matcher(command)
			.results()
			.map((word) -> (word.group(1) != null) ? word.group(1) : word.group(2))
			.toList();
	}

	private URI uri(String word) {
		String actuator = this.application.url().replaceFirst("/tcp$", "");
		assertThat(word).startsWith("localhost:8081/actuator/");
		return URI.create(word.replaceFirst("localhost:8081/actuator", actuator)
			.replaceFirst("/17$", "/" + orders().sockets().iterator().next().id()));
	}

	@TcpServer(name = "orders", port = 0)
	static class Orders {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

}
