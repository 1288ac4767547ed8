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
		@CsvSource(delimiter = '|', textBlock = """
				limit      | 0     | limit: 0 (expected: a number from 1 to 10)
				limit      | 11    | limit: 11 (expected: a number from 1 to 10)
				limit      | ten   | limit: ten (expected: a number from 1 to 10)
				offset     | -1    | offset: -1 (expected: a number, at least 0)
				sort       | name  | sort: name (expected: one of age, idle, pending, bytes)
				idleFor    | soon  | idleFor: soon (expected: a duration such as 30s, 5m or PT5M)
				minPending | -1    | minPending: -1 (expected: a size such as 500 or 64KB)
				minPending | much  | minPending: much (expected: a size such as 500 or 64KB)
				""")
		void whenAParameterIsWrongItIsNamed(String parameter, String value, String message) {
			HttpResponse<String> response = this.application.get("/vault?" + parameter + "=" + value);
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(JsonPath.<String>read(response.body(), "$.parameter")).isEqualTo(parameter);
			assertThat(JsonPath.<String>read(response.body(), "$.message")).isEqualTo(message);
		}

		@Test
		void whenNothingIsCalledLikeThisItIsNotFound() {
			assertThat(this.application.get("/nobody").statusCode()).isEqualTo(404);
			assertThat(this.application.get("/vault/0").statusCode()).isEqualTo(404);
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
				assertThat(this.application.post(path, "{\"duration\":\"30s\"}").statusCode()).isEqualTo(200);
				assertThat(lastEvent().getType()).isEqualTo("TCP_SOCKET_WIRETAP");
				assertThat(lastEvent().getData()).containsEntry("duration", "PT30S");
				assertThat(this.application.post(path, "{\"duration\":\"2h\"}").body())
					.contains("duration: 2h (expected: at most 1h)");
				assertThat(this.application.post(path, "{}").body())
					.contains("duration: none (expected: a duration such");
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
