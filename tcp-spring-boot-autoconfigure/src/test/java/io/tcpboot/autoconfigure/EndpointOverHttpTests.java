package io.tcpboot.autoconfigure;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.tcpboot.CloseReason;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint {@code tcp} over HTTP, with each of Spring's web stacks.
 */
class EndpointOverHttpTests {

	@Nested
	class OnServlets extends Endpoint {

		OnServlets() {
			super("servlet");
		}

	}

	@Nested
	class Reactive extends Endpoint {

		Reactive() {
			super("reactive");
		}

	}

	@ExtendWith(OutputCaptureExtension.class)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Endpoint {

		@AutoClose
		private final OperatedApplication application;

		Endpoint(String webType) {
			this.application = OperatedApplication.start(webType, OperatedApplication.EVERYTHING);
		}

		@AfterEach
		void awaitNoSockets() {
			Awaitility.await().until(() -> this.application.listener().sockets().isEmpty());
		}

		@Test
		void whenAskedItListsServersAndClients() {
			try (TcpTestPeer peer = this.application.connect()) {
				DocumentContext json = this.application.json("");
				Map<String, Object> server = json.read("$.servers[0]");
				assertThat(server).containsEntry("name", "vault")
					.containsEntry("state", "LISTENING")
					.containsEntry("port", this.application.listener().port());
				assertThat(json.<List<String>>read("$.servers[0].handlers[*].method"))
					.containsExactly("open(TcpSocket)", "data(ByteBuf)");
				assertThat(json.<Integer>read("$.servers[0].connections.open")).isOne();
				assertThat(json.<Integer>read("$.servers[0].limits.socket.maxPending")).isEqualTo(16 * 1024 * 1024);
				assertThat(json.<Integer>read("$.servers[0].traffic.bytesRead")).isPositive();
				assertThat(json.<String>read("$.eventLoop.transport")).isNotEmpty();
				assertThat(json.<String>read("$.time")).endsWith("Z");
				peer.send("on").expect("on");
			}
		}

		@Test
		void whenAClientIsLookedAtThatIsNoUse() {
			assertThat(this.application.json("").<String>read("$.clients[0].state")).isEqualTo("IDLE");
			assertThat(this.application.json("/pump").<Integer>read("$.total")).isZero();
			assertThat(this.application.json("").<String>read("$.clients[0].state")).isEqualTo("IDLE");
		}

		@Test
		void whenAServerIsAskedForItsSocketsAreListed() {
			try (TcpTestPeer one = this.application.connect();
					TcpTestPeer two = this.application.connect();
					TcpTestPeer three = this.application.connect()) {
				three.send("more").expect("more");
				DocumentContext json = this.application.json("/vault?limit=2&offset=0&sort=bytes");
				assertThat(json.<Integer>read("$.total")).isEqualTo(3);
				assertThat(json.<List<Integer>>read("$.sockets[*].bytesRead")).containsExactly(6, 2);
				assertThat(json.<String>read("$.sockets[0].remoteAddress")).startsWith("127.0.0.1:");
				assertThat(json.<List<?>>read(
						"$.sockets[?(@.paused == true || @.halfClosed == true || @.closing == true || @.client == true)]"))
					.isEmpty();
				assertThat(this.application.json("/VAULT").<Integer>read("$.limit")).isEqualTo(10);
				assertThat(this.application.json("/vault?remote=10.").<Integer>read("$.matching")).isZero();
				assertThat(this.application.json("/vault?remote=127.&offset=2").<List<?>>read("$.sockets")).hasSize(1);
				assertThat(this.application.json("/vault?minPending=1B").<Integer>read("$.matching")).isZero();
				assertThat(this.application.json("/vault?idleFor=1h").<Integer>read("$.matching")).isZero();
				one.send("on").expect("on");
				two.send("on").expect("on");
			}
		}

		@Test
		void whenASocketIsAskedForNothingOfTheUserIsTold() {
			try (TcpTestPeer peer = this.application.connect()) {
				String id = this.application.onlySocket();
				HttpResponse<String> response = this.application.get("/vault/" + id);
				assertThat(JsonPath.<String>read(response.body(), "$.id")).isEqualTo(id);
				assertThat(response.body()).doesNotContain("confidential", "owner");
				peer.send("on").expect("on");
			}
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|',
				textBlock = """
						limit      | 0             | limit: 0 (expected: a number from 1 to 10)
						limit      | 11            | limit: 11 (expected: a number from 1 to 10)
						limit      | ten           | limit: ten (expected: a number from 1 to 10)
						limit      | 9999999999    | limit: 9999999999 (expected: a number from 1 to 10)
						limit      | 5&limit=6     | limit: 5,6 (expected: a number from 1 to 10)
						offset     | -1            | offset: -1 (expected: a number, at least 0)
						offset     | 2147483648    | offset: 2147483648 (expected: a number, at least 0)
						offset     | 0x1           | offset: 0x1 (expected: a number, at least 0)
						sort       | name          | sort: name (expected: one of age, idle, pending, bytes)
						sort       | age&sort=idle | sort: age,idle (expected: one of age, idle, pending, bytes)
						idleFor    | soon          | idleFor: soon (expected: a duration such as 30s, 5m or PT5M)
						idleFor    | 30            | idleFor: 30 (expected: a duration such as 30s, 5m or PT5M)
						idleFor    | -1s           | idleFor: -1s (expected: a duration such as 30s, 5m or PT5M)
						idleFor    | 9999999999999999d | idleFor: 9999999999999999d (expected: a duration such as 30s, 5m or PT5M)
						minPending | -1            | minPending: -1 (expected: a size such as 500 or 64KB)
						minPending | much          | minPending: much (expected: a size such as 500 or 64KB)
						minPending | 99999999TB    | minPending: 99999999TB (expected: a size such as 500 or 64KB)
						""")
		void whenAParameterIsWrongItIsNamed(String parameter, String value, String message) {
			assertNamed(this.application.get("/vault?" + parameter + "=" + value), parameter, message);
			// Whether there is such a server is another question.
			assertThat(this.application.get("/nobody?" + parameter + "=" + value).statusCode()).isEqualTo(400);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				{}                   | duration: none (expected: a duration such as 30s, 0s to end it)
				{"duration":""}      | duration: none (expected: a duration such as 30s, 0s to end it)
				{"duration":null}    | duration: none (expected: a duration such as 30s, 0s to end it)
				{"duration":30}      | duration: 30 (expected: a duration such as 30s, 5m or PT5M)
				{"duration":"-1s"}   | duration: -1s (expected: a duration such as 30s, 5m or PT5M)
				{"duration":"ever"}  | duration: ever (expected: a duration such as 30s, 5m or PT5M)
				{"duration":"3601s"} | duration: 3601s (expected: at most 1h)
				""")
		void whenADurationIsWrongItIsNamed(String body, String message) {
			assertNamed(this.application.post("/vault/0", body), "duration", message);
		}

		private void assertNamed(HttpResponse<String> response, String parameter, String message) {
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(JsonPath.<Map<String, ?>>read(response.body(), "$"))
				.isEqualTo(Map.of("status", 400, "error", "Bad Request", "parameter", parameter, "message", message));
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "[]", "{\"duration\":", "{\"duration\":{}}", "{\"duration\":[1,2]}" })
		void whenABodyIsNoneItIsRefused(String body) {
			assertThat(this.application.post("/vault/0", body).statusCode()).isEqualTo(400);
		}

		@ParameterizedTest
		@ValueSource(strings = { "limit=", "offset=%20", "sort=&remote=", "idleFor=", "idleFor=0", "minPending=0",
				"sort=Pending", "idleFor=PT0S", "limit=%2010", "other=1" })
		void whenAParameterIsEmptyOrWrittenOtherwiseItIsTaken(String query) {
			assertThat(this.application.get("/vault?" + query).statusCode()).isEqualTo(200);
		}

		@Test
		void whenNothingIsCalledLikeThisItIsNotFound() {
			for (String path : List.of("/nobody", "/nobody/1", "/vault/0", "/vault/x", "/vault/-1", "/vault/%25",
					"/%20", "/vault/18446744073709551616", "/vault/1/2", "/v%C3%A4ult")) {
				assertThat(this.application.get(path).statusCode()).as(path).isEqualTo(404);
			}
			assertThat(this.application.delete("/vault/0").statusCode()).isEqualTo(404);
			assertThat(this.application.post("/vault/0", "{\"duration\":\"1s\"}").statusCode()).isEqualTo(404);
		}

		@Test
		void whenAnOperatorClosesASocketItsPeerSeesTheEndAndTheAuditKnows() {
			try (TcpTestPeer peer = this.application.connect()) {
				String id = this.application.onlySocket();
				long before = this.application.listener().closed(CloseReason.OPERATOR);
				assertThat(this.application.delete("/vault/" + id).statusCode()).isEqualTo(200);
				peer.expectEnd().halfClose();
				Awaitility.await().until(() -> this.application.listener().closed(CloseReason.OPERATOR) == before + 1);
				AuditEvent event = lastEvent();
				assertThat(event.getType()).isEqualTo("TCP_SOCKET_CLOSED");
				assertThat(event.getPrincipal()).isEqualTo("anonymous");
				assertThat(event.getData()).isEqualTo(Map.of("server", "vault", "socket", id));
			}
		}

		@Test
		void whenAWiretapIsAskedForItIsForAWhileAndTheAuditKnows(CapturedOutput output) {
			try (TcpTestPeer peer = this.application.connect()) {
				String path = "/vault/" + this.application.onlySocket();
				HttpResponse<String> response = this.application.post(path, "{\"duration\":\"30s\"}");
				assertThat(JsonPath.<Map<String, ?>>read(response.body(), "$"))
					.isEqualTo(Map.of("id", this.application.onlySocket(), "duration", "PT30S", "logger",
							"io.tcpboot.wiretap.vault", "enabled", true));
				assertThat(lastEvent().getType()).isEqualTo("TCP_SOCKET_WIRETAP");
				assertThat(lastEvent().getData()).containsEntry("duration", "PT30S");
				peer.send("tapped").expect("tapped");
				Awaitility.await().untilAsserted(() -> assertThat(output).contains(" in 6 bytes\n", "|tapped "));
			}
		}

		private AuditEvent lastEvent() {
			List<AuditEvent> events = this.application.audit();
			return events.get(events.size() - 1);
		}

	}

}
